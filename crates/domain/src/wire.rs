//! How small values read and write themselves: one macro for closed sets of
//! names, one for texts with a rule, one for records, so that each of those is
//! defined once and behaves alike.

mod read;

pub(crate) use self::read::{
    integer, invalid, missing_field, unknown_key, unknown_value, wrong_kind,
};

/// An enum whose values are names on the wire: `Visa = "VISA"`, with further
/// spellings that are read but never written after a `|`.
macro_rules! wire_enum {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident = $wire:tt $(| $alias:tt)*,)+
    }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            ::serde::Serialize, ::serde::Deserialize, ::utoipa::ToSchema,
        )]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $wire $(, alias = $alias)*)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $wire,)+
                }
            }

            /// The value that has this name on the wire.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $($wire $(| $alias)* => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::field::Field for $name {
            const EMPTY_IS_ABSENT: bool = true;
        }

        impl<E: ::deserr::DeserializeError> ::deserr::Deserr<E> for $name {
            fn deserialize_from_value<V: ::deserr::IntoValue>(
                value: ::deserr::Value<V>,
                location: ::deserr::ValuePointerRef<'_>,
            ) -> Result<Self, E> {
                let text = <String as ::deserr::Deserr<E>>::deserialize_from_value(value, location)?;
                Self::parse(&text)
                    .ok_or_else(|| $crate::wire::unknown_value(&text, &[$($wire),+], location))
            }
        }
    };
}

/// Reading and writing for a text type that has `parse(&str) -> Result<Self, String>`
/// and `as_str`. The second argument completes its OpenAPI schema.
macro_rules! wire_text {
    ($name:ident, $schema:expr) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                let text = <String as ::serde::Deserialize>::deserialize(deserializer)?;
                Self::parse(&text).map_err(::serde::de::Error::custom)
            }
        }

        impl $crate::field::Field for $name {
            const EMPTY_IS_ABSENT: bool = true;
        }

        impl<E: ::deserr::DeserializeError> ::deserr::Deserr<E> for $name {
            fn deserialize_from_value<V: ::deserr::IntoValue>(
                value: ::deserr::Value<V>,
                location: ::deserr::ValuePointerRef<'_>,
            ) -> Result<Self, E> {
                let text =
                    <String as ::deserr::Deserr<E>>::deserialize_from_value(value, location)?;
                Self::parse(&text).map_err(|sentence| $crate::wire::invalid(sentence, location))
            }
        }

        impl ::utoipa::PartialSchema for $name {
            fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::Schema> {
                let text = ::utoipa::openapi::ObjectBuilder::new()
                    .schema_type(::utoipa::openapi::schema::Type::String);
                let complete: fn(
                    ::utoipa::openapi::ObjectBuilder,
                ) -> ::utoipa::openapi::ObjectBuilder = $schema;
                complete(text).into()
            }
        }

        impl ::utoipa::ToSchema for $name {}
    };
}

/// A record that leaves absent fields out when written, and reads `null` and empty texts
/// as absent ([`Optional`](crate::field::Optional)).
///
/// Its fields are all optional; or the first block's are required, and those of the
/// block after `optional` are not. With `/ Update`, also its partial update, one
/// [`Patch`](crate::patch::Patch) per field.
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$required_meta:meta])* $required:ident: $required_type:ty,)+
    } optional {
        $($(#[$field_meta:meta])* $field:ident: $type:ty,)+
    }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, PartialEq, Eq,
            ::serde::Serialize, ::serde::Deserialize, ::deserr::Deserr, ::utoipa::ToSchema,
        )]
        #[serde(rename_all = "camelCase")]
        #[deserr(error = $crate::error::Faults, rename_all = camelCase)]
        pub struct $name {
            $($(#[$required_meta])* pub $required: $required_type,)+
            $($(#[$field_meta])*
            #[serde(skip_serializing_if = "Option::is_none")]
            #[deserr(default, from($crate::field::Optional<$type>) = $crate::field::Optional::into_option)]
            pub $field: Option<$type>,)+
        }

        impl $crate::field::Field for $name {}
    };
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$field_meta:meta])* $field:ident: $type:ty,)+
    }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, PartialEq, Eq, Default,
            ::serde::Serialize, ::serde::Deserialize, ::deserr::Deserr, ::utoipa::ToSchema,
        )]
        #[serde(rename_all = "camelCase")]
        #[deserr(error = $crate::error::Faults, rename_all = camelCase)]
        pub struct $name {
            $($(#[$field_meta])*
            #[serde(skip_serializing_if = "Option::is_none")]
            #[deserr(default, from($crate::field::Optional<$type>) = $crate::field::Optional::into_option)]
            pub $field: Option<$type>,)+
        }

        impl $crate::field::Field for $name {}

        impl $name {
            /// Whether no field is set.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                $(self.$field.is_none())&&+
            }
        }
    };
    ($(#[$meta:meta])* pub struct $name:ident / $(#[$update_meta:meta])* $update:ident {
        $($(#[$field_meta:meta])* $field:ident: $type:ty,)+
    }) => {
        $crate::wire::record! {
            $(#[$meta])* pub struct $name { $($(#[$field_meta])* $field: $type,)+ }
        }

        $(#[$update_meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Default, ::deserr::Deserr, ::utoipa::ToSchema)]
        #[schema(rename_all = "camelCase")]
        #[deserr(error = $crate::error::Faults, rename_all = camelCase)]
        pub struct $update {
            $($(#[$field_meta])*
            #[schema(value_type = Option<$type>, required = false)]
            #[deserr(default)]
            pub $field: $crate::patch::Patch<$type>,)+
        }

        impl $crate::field::Field for $update {}

        impl $update {
            /// Applies this to `stored`.
            pub fn apply(self, stored: &mut $name) {
                $(self.$field.apply(&mut stored.$field);)+
            }
        }
    };
}

pub(crate) use {record, wire_enum, wire_text};
