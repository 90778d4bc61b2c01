using System.Diagnostics;
using System.Globalization;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>llama-batched-bench: the kernels alone, without grammar, sampling, text or network. The ceiling of what a scheduler can reach.</summary>
internal static class BatchedBench
{
    /// <summary>Tokens a second, prompts and answers together, of the best number of sequences.</summary>
    /// <exception cref="OperatorException">It fails.</exception>
    public static async Task<double> RunAsync(LlamaPeers peers, string model, int prompt, int answer, int threads, CancellationToken cancellationToken)
    {
        int[] sequences = [1, 2, 4, 8];
        var start = new ProcessStartInfo(peers.BatchedBench) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LD_LIBRARY_PATH"] = peers.Folder;
        string[] arguments =
        [
            "-m", model, "-c", Text((prompt + answer) * sequences[^1]), "-b", "512", "-ub", "512", "-t", Text(threads), "-fa", "on",
            "-npp", Text(prompt), "-ntg", Text(answer), "-npl", string.Join(',', sequences),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new OperatorException("llama-batched-bench cannot be started.");
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        await errors;
        // | PP | TG | B | N_KV | T_PP s | S_PP t/s | T_TG s | S_TG t/s | T s | S t/s |
        var rates = output.Split('\n')
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length > 10 && int.TryParse(cells[1], CultureInfo.InvariantCulture, out _))
            .Select(cells => double.Parse(cells[10], CultureInfo.InvariantCulture))
            .ToArray();
        return rates.Length > 0 ? rates.Max() : throw new OperatorException(FormattableString.Invariant($"llama-batched-bench gave no figures (exit code {process.ExitCode})."));
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
