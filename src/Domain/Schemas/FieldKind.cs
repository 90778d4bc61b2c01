namespace Pipeline.Domain.Schemas;

/// <summary>What a field's value is; decides its normal form.</summary>
public enum FieldKind
{
    Text,
    Date,
    Duration,
    Money,
    Party,
    Jurisdiction,
    Choice,
    Clause,
}
