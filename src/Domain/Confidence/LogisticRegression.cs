namespace Pipeline.Domain.Confidence;

/// <summary>Logistic regression with an L2 penalty on all weights but the first (the intercept), by Newton's method with halved steps. The same input gives the same bits.</summary>
public static class LogisticRegression
{
    private const int MostSteps = 100;
    private const double Settled = 1e-10;

    /// <param name="rows">Columns of each example, without the constant.</param>
    /// <param name="targets">The probability to learn, 0 to 1, of each example.</param>
    /// <param name="penalty">On half the sum of squared weights; over 0, so that the optimum exists and is unique.</param>
    /// <returns>The intercept, then a weight per column.</returns>
    public static double[] Fit(IReadOnlyList<double[]> rows, IReadOnlyList<double> targets, double penalty)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(penalty);
        ArgumentOutOfRangeException.ThrowIfZero(rows.Count);
        var weights = new double[rows[0].Length + 1];
        var loss = Loss(rows, targets, weights, penalty);
        for (var step = 0; step < MostSteps; step++)
        {
            var (gradient, hessian) = Slope(rows, targets, weights, penalty);
            var direction = Solve(hessian, gradient);
            var size = 1.0;
            double[] next;
            double nextLoss;
            do
            {
                next = [.. weights.Select((weight, i) => weight - (size * direction[i]))];
                nextLoss = Loss(rows, targets, next, penalty);
                size /= 2;
            }
            while (nextLoss > loss && size > 1e-9);

            var gain = loss - nextLoss;
            if (gain > 0)
            {
                (weights, loss) = (next, nextLoss);
            }

            if (gain < Settled)
            {
                break;
            }
        }

        return weights;
    }

    public static double Predict(double[] weights, double[] row)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(row);
        var sum = weights[0];
        for (var i = 0; i < row.Length; i++)
        {
            sum += weights[i + 1] * row[i];
        }

        return 1 / (1 + Math.Exp(-sum));
    }

    /// <summary>The cross-entropy of one prediction, finite also at 0 and 1.</summary>
    public static double LogLoss(double probability, double target)
    {
        var p = Math.Clamp(probability, 1e-12, 1 - 1e-12);
        return -((target * Math.Log(p)) + ((1 - target) * Math.Log(1 - p)));
    }

    private static double Loss(IReadOnlyList<double[]> rows, IReadOnlyList<double> targets, double[] weights, double penalty)
    {
        var loss = penalty / 2 * weights.Skip(1).Sum(weight => weight * weight);
        for (var i = 0; i < rows.Count; i++)
        {
            loss += LogLoss(Predict(weights, rows[i]), targets[i]);
        }

        return loss;
    }

    private static (double[] Gradient, double[,] Hessian) Slope(IReadOnlyList<double[]> rows, IReadOnlyList<double> targets, double[] weights, double penalty)
    {
        var size = weights.Length;
        var gradient = new double[size];
        var hessian = new double[size, size];
        for (var i = 0; i < rows.Count; i++)
        {
            var p = Predict(weights, rows[i]);
            // Never quite flat, so that the matrix stays positive definite where all predictions are certain.
            var curvature = Math.Max(p * (1 - p), 1e-9);
            for (var a = 0; a < size; a++)
            {
                var left = a == 0 ? 1 : rows[i][a - 1];
                gradient[a] += (p - targets[i]) * left;
                for (var b = 0; b <= a; b++)
                {
                    hessian[a, b] += curvature * left * (b == 0 ? 1 : rows[i][b - 1]);
                }
            }
        }

        for (var a = 1; a < size; a++)
        {
            gradient[a] += penalty * weights[a];
            hessian[a, a] += penalty;
        }

        return (gradient, hessian);
    }

    /// <summary>By Cholesky's decomposition of the lower triangle.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        var size = right.Length;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= matrix[i, k] * matrix[j, k];
                }

                matrix[i, j] = i == j ? Math.Sqrt(sum) : sum / matrix[j, j];
            }
        }

        var x = (double[])right.Clone();
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < i; k++)
            {
                x[i] -= matrix[i, k] * x[k];
            }

            x[i] /= matrix[i, i];
        }

        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++)
            {
                x[i] -= matrix[k, i] * x[k];
            }

            x[i] /= matrix[i, i];
        }

        return x;
    }
}
