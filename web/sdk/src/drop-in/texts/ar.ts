/** Arabic. */

import type { Texts } from "./texts.ts";

export const ar: Texts = {
  language: "ar",
  direction: "rtl",
  pay: "ادفع {amount}",
  paying: "جارٍ دفع {amount}",
  payWithoutAmount: "ادفع",
  payingWithoutAmount: "جارٍ الدفع",
  free: {
    complete: "إتمام الطلب",
    completing: "جارٍ إتمام الطلب",
    processing: { lead: "جارٍ إتمام طلبك", rest: "أبقِ هذه الصفحة مفتوحة." },
    done: "تم إتمام طلبك",
  },
  loading: "جارٍ تحميل نموذج الدفع",
  safe: "رقم بطاقتك لا يصل إلى المتجر أبدًا.",
  methods: "طريقة الدفع",
  fields: {
    cardNumber: "رقم البطاقة",
    cardNumberExample: "1234 1234 1234 1234",
    expiryDate: "تاريخ الانتهاء",
    expiryDateExample: "MM / YY",
    securityCode: "رمز الأمان",
    // Isolated: the input around it runs from left to right.
    securityCodeExample: "\u2067{count} أرقام\u2069",
    cardholderName: "الاسم على البطاقة",
    cardholderNameExample: "كما هو مطبوع على البطاقة",
  },
  errors: {
    "cardNumber.required": "أدخل رقم البطاقة.",
    "cardNumber.incomplete": "الرقم قصير جدًا. تحقق منه.",
    "cardNumber.invalid": "يبدو أن أحد الأرقام خاطئ. تحقق من رقم البطاقة.",
    "cardNumber.unsupported": "هذا المتجر لا يقبل هذه البطاقة. يقبل {networks}.",
    "expiry.required": "أدخل تاريخ الانتهاء.",
    "expiry.incomplete": "أدخل الشهر والسنة.",
    "expiry.invalid": "لا يوجد شهر بهذا الرقم. أدخل من 01 إلى 12.",
    "expiry.past": "انتهت صلاحية البطاقة. استخدم بطاقة أخرى.",
    "cvv.required": "أدخل رمز الأمان.",
    "cvv.incomplete": "يتكون الرمز من {count} أرقام.",
    "cardholderName.required": "أدخل الاسم المكتوب على البطاقة.",
    "cardholderName.digits": "أدخل الاسم، لا رقم البطاقة.",
    "cardholderName.tooLong": "الاسم طويل جدًا. اختصره.",
    "fields.unreachable": "لم يتم تحميل هذا الحقل. أعد تحميل الصفحة.",
    "fields.sameOrigin": "لم يتم تحميل هذا الحقل. أعد تحميل الصفحة.",
  },
  correct: {
    one: "تحقق من حقل واحد: {fields}.",
    several: "تحقق من هذه الحقول: {fields}.",
  },
  coBadged: {
    label: "الدفع عبر",
    hint: "بطاقتك تحمل العلامتين. الخيار لك.",
  },
  accepted: "البطاقات المقبولة: {networks}",
  processing: {
    confirming: {
      lead: "جارٍ التأكيد مع مصرفك",
      rest: "يستغرق هذا عادةً بضع ثوانٍ. أبقِ هذه الصفحة مفتوحة. لن يُخصم المبلغ مرتين.",
    },
    reconnecting: {
      lead: "انقطع الاتصال",
      rest: "نحن نسأل مصرفك الآن. لن يُخصم المبلغ مرتين.",
    },
    checked: "تم فحص البطاقة",
    sending: "جارٍ الإرسال إلى المصرف",
    sent: "أُرسل إلى المصرف",
    waiting: "في انتظار الرد",
    asking: "نسأل من جديد",
  },
  paid: {
    title: "تم دفع {amount}",
    order: "الطلب",
    with: "طريقة الدفع",
    date: "التاريخ",
    statement: "في كشف حسابك",
    ending: "تنتهي بـ {digits}",
  },
  notices: {
    declined: {
      lead: "رفض مصرفك هذه البطاقة.",
      rest: "لم يُخصم أي مبلغ. جرّب بطاقة أخرى، أو اطلب من مصرفك السماح بالدفع.",
    },
    failed: {
      lead: "لم تتم عملية الدفع.",
      rest: "السبب تقني. لم يُخصم أي مبلغ. حاول مرة أخرى أو استخدم بطاقة أخرى.",
    },
    offline: {
      lead: "لا يوجد اتصال.",
      rest: "لم يُخصم أي مبلغ. تحقق من اتصالك ثم ادفع.",
    },
    tooManyAttempts: {
      lead: "جُرّبت بطاقات كثيرة.",
      rest: "لم يُخصم أي مبلغ. انتظر بضع دقائق ثم حاول مرة أخرى.",
    },
    paymentInProgress: {
      lead: "هناك عملية دفع أخرى لهذا الطلب لم تنتهِ بعد.",
      rest: "لم يُخصم أي مبلغ إضافي. انتظر نتيجتها قبل أن تدفع من جديد.",
    },
    totalChanged: "تغيّر المجموع من {from} إلى {to}.",
    totalIs: "المجموع هو {to}.",
    totalRefused: "لم يُخصم أي مبلغ. تحقق منه ثم ادفع.",
    totalCheck: "تحقق منه ثم ادفع.",
    addressNotSaved: {
      lead: "تعذّر حفظ العنوان.",
      rest: "لم يُخصم أي مبلغ. تحقق منه ثم ادفع من جديد.",
    },
  },
  changes: {
    shipping: {
      added: "أُضيف الشحن: {amount}.",
      changed: "أصبح الشحن {amount}.",
      removed: "أُزيل الشحن: {amount}.",
    },
    surcharge: {
      added: "أُضيفت رسوم بطاقة قدرها {amount}.",
      changed: "أصبحت رسوم البطاقة {amount}.",
      removed: "أُزيلت رسوم البطاقة: {amount}.",
    },
    item: {
      added: "أُضيف {name}: {amount}.",
      changed: "أصبح سعر {name} الآن {amount}.",
      removed: "أُزيل {name}.",
      quantity: "{name}: الكمية {quantity}، والآن {amount}.",
    },
  },
  paidElsewhere: {
    lead: "هذا الطلب مدفوع بالفعل",
    rest: "تم الدفع في نافذة أخرى. لم يُخصم أي مبلغ إضافي.",
  },
  expired: {
    lead: "انتهت صلاحية صفحة الدفع هذه",
    rest: "إذا كنت قد دفعت من قبل، فاسأل المتجر قبل أن تدفع من جديد. أعد تحميل الصفحة للبدء من جديد.",
    reload: "إعادة تحميل الصفحة",
  },
  unknown: {
    lead: "لا نعرف بعد هل تم الدفع",
    rest: "أُرسلت عملية الدفع، لكن الرد لم يصل إلى هذه الصفحة. لا تدفع من جديد قبل أن تسأل المتجر أو تراجع كشف حسابك.",
  },
  noMethods: {
    lead: "لا توجد طريقة دفع مفعّلة",
    rest: "لا يمكن دفع هذا الطلب هنا بعد. لم يُخصم أي مبلغ. اسأل المتجر أو حاول لاحقًا.",
  },
  notLoaded: {
    lead: "لم يتم تحميل نموذج الدفع",
    rest: "إذا كنت قد دفعت من قبل، فاسأل المتجر قبل أن تدفع من جديد. تحقق من اتصالك ثم أعد تحميل الصفحة.",
    reload: "إعادة تحميل الصفحة",
  },
  payOff: {
    noTotal: "المجموع غير معروف بعد.",
    paused: "أوقف المتجر الدفع في الوقت الحالي.",
  },
  billing: {
    title: "عنوان الفوترة",
    firstName: "الاسم الأول",
    lastName: "اسم العائلة",
    addressLine1: "الشارع والرقم",
    addressLine2: "الشقة، الطابق (اختياري)",
    city: "المدينة",
    state: "المنطقة (اختياري)",
    postalCode: "الرمز البريدي",
    countryCode: "البلد",
    choose: "اختر بلدًا",
    required: "املأ هذا الحقل: {label}.",
  },
};
