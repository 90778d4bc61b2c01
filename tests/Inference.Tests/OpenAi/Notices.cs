using System.Collections.Concurrent;
using Pipeline.Inference.Supervision;

namespace Pipeline.Inference.Tests.OpenAi;

/// <summary>What people were told.</summary>
internal sealed class Notices : IProgress<EngineNotice>
{
    private readonly ConcurrentQueue<string> _said = new();

    public IReadOnlyList<string> Said => [.. _said];

    public void Report(EngineNotice value) => _said.Enqueue(value.Message);
}
