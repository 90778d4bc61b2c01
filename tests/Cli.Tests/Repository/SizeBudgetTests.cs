using System.Reflection;

namespace Pipeline.Cli.Tests.Repository;

public sealed class SizeBudgetTests
{
    private const int FileLines = 400;
    private const int BodyLines = 60;
    private const int ConstructorParameters = 5;

    [Fact]
    public void No_file_is_longer_than_400_lines()
    {
        var found = from file in Checkout.CodeFiles
                    let lines = File.ReadLines(Checkout.PathOf(file)).Count()
                    where lines > FileLines
                    select $"{file}: {lines}";

        Assert.Empty(found);
    }

    [Fact]
    public void No_method_is_longer_than_60_lines()
    {
        var methods = ProductAssemblies.All.SelectMany(assembly => MethodLines.Of(assembly.Location))
            .Where(method => method.File.Contains("/src/", StringComparison.Ordinal) && !method.File.EndsWith(".g.cs", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(methods);
        Assert.DoesNotContain(methods, method => method.Lines > BodyLines);
    }

    [Fact]
    public void The_lines_of_a_method_are_counted_from_its_first_to_its_last_statement()
    {
        var counted = MethodLines.Of(typeof(SizeBudgetTests).Assembly.Location).Single(method => method.Method == $"{nameof(SizeBudgetTests)}.{nameof(FourStatements)}");

        // The optimiser may drop the points of the braces.
        Assert.InRange(counted.Lines, 4, 6);
    }

    [Fact]
    public void No_constructor_takes_more_than_5_parameters()
    {
        var found = from type in ProductAssemblies.Types
                    where !IsRecord(type)
                    from constructor in type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                    where constructor.GetParameters().Length > ConstructorParameters
                    select $"{type.FullName}: {constructor.GetParameters().Length}";

        Assert.Empty(found);
    }

    // A record's constructor is made from its properties: data, not dependencies.
    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly) is not null;

    private static int FourStatements(int x)
    {
        x += Environment.ProcessId;
        x *= 3;
        x -= Environment.ProcessorCount;
        return x;
    }
}
