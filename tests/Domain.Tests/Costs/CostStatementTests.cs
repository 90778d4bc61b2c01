using System.Globalization;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;

namespace Pipeline.Domain.Tests.Costs;

public sealed class CostStatementTests
{
    private static readonly Price Cpu = new("cpu_second", 0.00001234m, "USD", new DateOnly(2026, 1, 1));

    [Fact]
    public void Adds_up_to_its_lines_exactly_whatever_was_measured()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var entries = Enumerable.Range(0, random.Next(1, 40))
                .Select(_ => CostEntry.Book(DocumentStage.Extracting, (decimal)(random.NextDouble() * Math.Pow(10, random.Next(-7, 5))), Cpu, CostKind.Work))
                .ToArray();

            var statement = CostStatement.Of(entries, "USD");

            Assert.Equal(Parse(statement.Total), statement.Lines.Sum(line => Parse(line.Amount)));
            Assert.All(statement.Lines, line =>
                Assert.Equal(Parse(line.Amount), decimal.Round(Parse(line.Quantity) * Parse(line.UnitPrice), 8, MidpointRounding.ToEven)));
        }
    }

    [Fact]
    public void Writes_decimals_that_every_reader_reads_alike()
    {
        var statement = CostStatement.Of([CostEntry.Book(DocumentStage.Reading, 1.5000004m, Cpu, CostKind.Work)], "USD");

        var line = Assert.Single(statement.Lines);
        Assert.Equal(("reading", "cpu_second", "1.500000", "0.00001234", "0.00001851"), (line.Stage, line.Unit, line.Quantity, line.UnitPrice, line.Amount));
        Assert.Equal("0.00001851", statement.Total);
    }

    [Fact]
    public void Costs_nothing_without_entries() =>
        Assert.Equal("0.00000000", CostStatement.Of([], "EUR").Total);

    [Fact]
    public void Refuses_to_add_another_currency() =>
        Assert.Throws<ArgumentException>(() => CostStatement.Of([CostEntry.Book(DocumentStage.Reading, 1, Cpu, CostKind.Work)], "EUR"));

    [Fact]
    public void Refuses_a_negative_quantity() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CostEntry.Book(DocumentStage.Reading, -1, Cpu, CostKind.Work));

    private static decimal Parse(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
