namespace Pipeline.Domain.Schemas;

/// <summary>A schema file that cannot be used; it lists everything that is wrong, so that one look mends it.</summary>
public sealed class InvalidSchemaException(IReadOnlyList<SchemaProblem> problems)
    : Exception("The schema cannot be used:" + string.Concat(problems.Select(problem => $"\n  {problem}")))
{
    public IReadOnlyList<SchemaProblem> Problems { get; } = problems;
}
