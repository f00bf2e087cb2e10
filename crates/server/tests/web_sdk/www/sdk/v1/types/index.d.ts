the types
