using Pipeline.Domain.Normalization;

namespace Pipeline.Domain.Fields;

/// <summary>
/// Contracts name a party in full once and by the head of its name after that: "Diedrich Coffee, Inc." is "Diedrich" later. Such a name is not a second party.
/// It counts as short if it has no legal form of its own and begins exactly one full name (one with a legal form) of the document.
/// </summary>
internal sealed class ShortNames
{
    private readonly HashSet<string> _keys;
    private readonly Dictionary<string, List<string>> _fullByHead = new(StringComparer.Ordinal);

    public ShortNames(IEnumerable<string> keys)
    {
        _keys = new HashSet<string>(keys, StringComparer.Ordinal);
        foreach (var key in _keys)
        {
            var core = PartyName.Core(key);
            if (core.Length == key.Split(' ').Length)
            {
                continue;
            }

            for (var length = 1; length <= core.Length; length++)
            {
                var head = string.Join(' ', core[..length]);
                _fullByHead.TryAdd(head, []);
                _fullByHead[head].Add(key);
            }
        }
    }

    /// <summary>The full key that a key is short for, or null. A key with a legal form is never short.</summary>
    public string? FullOf(string key) => _fullByHead.GetValueOrDefault(key) is [var full] ? full : null;

    /// <summary>The document's key that a name stands for: the full one, or its own if it is there.</summary>
    public string? Named(string key) => FullOf(key) ?? (_keys.Contains(key) ? key : null);
}
