using Pipeline.Domain.Confidence;

namespace Pipeline.Domain.Tests.Confidence;

public sealed class LogisticRegressionTests
{
    [Fact]
    public void Without_columns_it_finds_the_share() =>
        Assert.Equal(Math.Log(3), LogisticRegression.Fit([[], [], [], []], [1, 1, 1, 0], 1)[0], 9);

    [Fact]
    public void The_gradient_is_zero_where_it_ends()
    {
        var random = new Deterministic(11);
        var rows = Enumerable.Range(0, 60).Select(_ => new[] { random.Next(100) / 50.0, random.Next(100) / 10.0, 1.5 }).ToArray();
        var targets = rows.Select(row => random.Next(10) < row[0] * 4 ? 0.98 : 0.02).ToArray();
        var weights = LogisticRegression.Fit(rows, targets, 0.7);
        for (var column = 0; column <= 3; column++)
        {
            var gradient = rows.Select((row, i) => (LogisticRegression.Predict(weights, row) - targets[i]) * (column == 0 ? 1 : row[column - 1])).Sum();
            Assert.Equal(0, gradient + (column == 0 ? 0 : 0.7 * weights[column]), 5);
        }
    }

    [Fact]
    public void Examples_that_a_line_parts_have_finite_weights()
    {
        var weights = LogisticRegression.Fit([[-1], [-2], [1], [2]], [0, 0, 1, 1], 0.01);
        Assert.InRange(weights[1], 2, 20);
        Assert.Equal(0, weights[0], 6);
    }

    [Fact]
    public void A_model_reads_what_it_learnt_and_takes_the_unknown_as_average()
    {
        var random = new Deterministic(2);
        var examples = Enumerable.Range(0, 400).Select(i =>
        {
            var x = random.Next(100) / 100.0;
            return new FeatureExample($"{i % 40}", i % 2 == 0 ? "a" : "b", new Dictionary<string, double> { ["x"] = x, ["same"] = 3 }, random.Next(100) < x * 100);
        }).ToList();
        var model = LogisticModel.Fit(examples, 1);
        Assert.Equal(["x"], model.Columns.Select(column => column.Name));
        Assert.True(Predict(model, 0.9) > 0.75);
        Assert.True(Predict(model, 0.1) < 0.25);
        Assert.Equal(Predict(model, model.Columns[0].Mean), model.Predict("a", new Dictionary<string, double> { ["new"] = 9 }), 12);
    }

    [Fact]
    public void Isotonic_pools_what_falls_and_never_falls_itself()
    {
        // Right at 0.1 and 0.3, wrong at 0.2: the first two are pooled.
        ScoredOutcome[] outcomes = [new("a", 0.1, true), new("b", 0.2, false), new("c", 0.3, true), new("d", 0.4, true)];
        var isotonic = Isotonic.Fit(outcomes);
        Assert.Equal(0.5, isotonic.At(0.15), 12);
        Assert.Equal(5.0 / 6, isotonic.At(0.9), 12);
        Assert.Equal(0.5, isotonic.At(0), 12);
        var random = new Deterministic(4);
        var many = Isotonic.Fit(Enumerable.Range(0, 300).Select(i => new ScoredOutcome($"{i}", random.Next(50) / 50.0, random.Next(2) == 0)));
        var curve = Enumerable.Range(0, 101).Select(i => many.At(i / 100.0)).ToArray();
        Assert.Equal(curve.Order(), curve);
    }

    private static double Predict(LogisticModel model, double x) => model.Predict("a", new Dictionary<string, double> { ["x"] = x });
}
