namespace Pipeline.Storage.Tests;

/// <summary>As <see cref="PostgresFactAttribute"/>, for tests with several cases.</summary>
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = new PostgresFactAttribute().Skip;
}
