namespace Pipeline.Domain.Schemas;

public enum SchemaProblemCode
{
    NotJson,
    Missing,
    WrongType,
    UnknownProperty,
    BadName,
    DuplicateName,
    BadVersion,
    UnknownKind,
    UnknownValueRule,
    ValueRuleMismatch,
    BadOptions,
    NoFields,
    TooManyFields,
    TooLong,
}
