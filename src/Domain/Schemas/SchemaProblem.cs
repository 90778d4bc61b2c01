namespace Pipeline.Domain.Schemas;

/// <param name="Place">As in <c>fields[3].kind</c>; <c>$</c> is the file as a whole.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record SchemaProblem(SchemaProblemCode Code, string Place, string Message)
{
    public override string ToString() => $"{Place}: {Message}";
}
