using Pipeline.Inference.Decoding;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Scheduling;

/// <summary>What the lanes of an engine share; each part is safe to use from all of them.</summary>
internal sealed record SharedState(PassageQueue Queue, InlineLiterals Literals, TokenTrie Trie, DecodingLimits Limits, EngineMeter Meter);
