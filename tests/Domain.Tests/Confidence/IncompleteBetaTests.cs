using Pipeline.Domain.Confidence;

namespace Pipeline.Domain.Tests.Confidence;

public sealed class IncompleteBetaTests
{
    /// <summary>For whole a and b, Iₓ(a, b) = P(Binomial(a + b − 1, x) ≥ a): summed term by term, it checks the continued fraction.</summary>
    [Fact]
    public void Equals_the_binomial_tail_for_whole_arguments()
    {
        foreach (var (n, x) in new[] { (1, 0.3), (7, 0.01), (20, 0.5), (59, 0.05), (299, 0.01), (600, 0.93) })
        {
            for (var a = 1; a <= n; a += 1 + (n / 9))
            {
                Assert.Equal(Tail(a, n, x), IncompleteBeta.At(x, a, n - a + 1), 11);
            }
        }
    }

    [Theory]
    [InlineData(0.25, 0.5, 0.5, 1.0 / 3)] // 2/π · asin √x
    [InlineData(0.4, 1, 3, 0.784)] // 1 − (1 − x)³
    [InlineData(0.4, 3, 1, 0.064)] // x³
    [InlineData(0, 2, 3, 0)]
    [InlineData(1, 2, 3, 1)]
    public void Knows_closed_forms(double x, double a, double b, double value) =>
        Assert.Equal(value, IncompleteBeta.At(x, a, b), 13);

    [Fact]
    public void The_inverse_undoes_it()
    {
        foreach (var (a, b) in new[] { (0.5, 0.5), (1.0, 59.0), (12.0, 3.0), (200.0, 700.0) })
        {
            foreach (var p in new[] { 0.001, 0.05, 0.5, 0.975 })
            {
                Assert.Equal(p, IncompleteBeta.At(IncompleteBeta.Inverse(p, a, b), a, b), 10);
            }
        }
    }

    private static double Tail(int from, int n, double x)
    {
        var sum = 0.0;
        var logChoose = 0.0;
        for (var k = 0; k <= n; k++)
        {
            if (k >= from)
            {
                sum += Math.Exp(logChoose + (k * Math.Log(x)) + ((n - k) * Math.Log(1 - x)));
            }

            logChoose += Math.Log((double)(n - k) / (k + 1));
        }

        return sum;
    }
}
