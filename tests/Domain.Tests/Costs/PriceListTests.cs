using Pipeline.Domain.Costs;

namespace Pipeline.Domain.Tests.Costs;

public sealed class PriceListTests
{
    private static readonly DateOnly March = new(2026, 3, 1);

    [Fact]
    public void Gives_the_price_that_holds_on_the_day()
    {
        var prices = Parse(Entry("cpu_second", "0.00002", "2026-02-01"), Entry("cpu_second", "0.00001", "2026-01-01"), Entry("cpu_second", "0.00003", "2026-04-01"));

        Assert.Equal(0.00001m, prices.PriceOf("cpu_second", new DateOnly(2026, 1, 31)).UnitPrice);
        Assert.Equal(0.00002m, prices.PriceOf("cpu_second", new DateOnly(2026, 2, 1)).UnitPrice);
        Assert.Equal(0.00002m, prices.PriceOf("cpu_second", March).UnitPrice);
        Assert.Equal("USD", prices.Currency);
    }

    [Fact]
    public void Has_no_price_before_the_first_day_and_says_from_when()
    {
        var prices = Parse(Entry("cpu_second", "0.00001", "2026-04-01"));

        var refusal = Assert.Throws<PriceListException>(() => prices.PriceOf("cpu_second", March));

        Assert.Contains("2026-03-01", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("2026-04-01", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_all_missing_units_before_work_starts()
    {
        var prices = Parse(Entry("cpu_second", "0.00001", "2026-01-01"), Entry("token", "0.00001", "2026-04-01"));

        var refusal = Assert.Throws<PriceListException>(() => prices.RequireUnits(["cpu_second", "gpu_second", "token"], March));

        Assert.Contains("\"gpu_second\" and \"token\" on 20", refusal.Message, StringComparison.Ordinal);
        prices.RequireUnits(["cpu_second"], March);
    }

    [Theory]
    [InlineData("-0.00001", "USD", "negative")]
    [InlineData("0.000000001", "USD", "8 decimals")]
    [InlineData("0.1", "usd", "ISO 4217")]
    public void Refuses_a_price_that_cannot_be_booked(string price, string currency, string expected)
    {
        var refusal = Assert.Throws<PriceListException>(() => Parse(Entry("cpu_second", price, "2026-01-01", currency)));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("prices.json", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_mix_of_currencies()
    {
        var refusal = Assert.Throws<PriceListException>(() => Parse(Entry("cpu_second", "1", "2026-01-01"), Entry("token", "1", "2026-01-01", "EUR")));

        Assert.Contains("USD, EUR", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_two_prices_of_one_unit_from_one_day() =>
        Assert.Throws<PriceListException>(() => Parse(Entry("token", "1", "2026-01-01"), Entry("token", "2", "2026-01-01")));

    [Theory]
    [InlineData("{\n  \"prices\": [\n    { \"unit\": \"cpu_second\", \"unit_prise\": 1 }\n  ]\n}", "line 3")]
    [InlineData("{\n  \"prices\": [\n    { \"unit\": }\n  ]\n}", "line 3")]
    [InlineData("{\n \"prices\": [ { \"unit\": \"a\",\n \"unit_price\": \"dear\" } ] }", "line 3")]
    public void Names_the_line_that_is_wrong(string json, string line)
    {
        var refusal = Assert.Throws<PriceListException>(() => PriceList.Parse(json, "prices.json"));

        Assert.Contains(line, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{ \"prices\": [] }")]
    [InlineData("{ \"prices\": [ null ] }")]
    [InlineData("{ \"prices\": [ { \"unit\": \"cpu_second\", \"currency\": \"USD\", \"valid_from\": \"2026-01-01\" } ] }")]
    public void Refuses_a_list_without_prices(string json) =>
        Assert.Throws<PriceListException>(() => PriceList.Parse(json, "prices.json"));

    [Fact]
    public void Says_so_when_the_file_is_missing()
    {
        var refusal = Assert.Throws<PriceListException>(() => PriceList.Load("/nowhere/prices.json"));

        Assert.Contains("/nowhere/prices.json", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ships_a_default_that_prices_cpu_and_gpu_above_zero()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "prices.json")))
        {
            folder = folder.Parent;
        }

        var prices = PriceList.Load(Path.Combine(folder.FullName, "prices.json"));

        prices.RequireUnits(["cpu_second", "gpu_second"], March);
        Assert.Equal(decimal.Round(0.1008m / 2 / 3600, 8), prices.PriceOf("cpu_second", March).UnitPrice);
        Assert.Equal(decimal.Round(1.006m / 3600, 8), prices.PriceOf("gpu_second", March).UnitPrice);
    }

    private static string Entry(string unit, string price, string from, string currency = "USD") =>
        $$"""{ "unit": "{{unit}}", "unit_price": {{price}}, "currency": "{{currency}}", "valid_from": "{{from}}", "comment": "why" }""";

    private static PriceList Parse(params string[] entries) => PriceList.Parse($$"""{ "prices": [ {{string.Join(", ", entries)}} ] }""", "prices.json");
}
