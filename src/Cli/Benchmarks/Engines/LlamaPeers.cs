using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>Where the peers are: llama-server and llama-batched-bench of the same llama.cpp, built outside the repository (docs/benchmarks/README.md).</summary>
internal sealed record LlamaPeers(string Folder)
{
    public const string Variable = "PIPELINE_LLAMA_PEERS";

    public string Server => Path.Combine(Folder, "llama-server");

    public string BatchedBench => Path.Combine(Folder, "llama-batched-bench");

    /// <exception cref="OperatorException">They are not there.</exception>
    public static LlamaPeers Find(string? given)
    {
        var folder = given ?? Environment.GetEnvironmentVariable(Variable)
            ?? throw new OperatorException($"Which programs to compare with? Name the folder of llama-server and llama-batched-bench with --peers or {Variable}; docs/benchmarks/README.md says how to build them.");
        var peers = new LlamaPeers(Path.GetFullPath(folder));
        return File.Exists(peers.Server) && File.Exists(peers.BatchedBench)
            ? peers
            : throw new OperatorException($"{folder} does not hold llama-server and llama-batched-bench. docs/benchmarks/README.md says how to build them.");
    }
}
