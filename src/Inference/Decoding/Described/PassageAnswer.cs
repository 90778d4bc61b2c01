using Pipeline.Inference.Models;

namespace Pipeline.Inference.Decoding.Described;

/// <summary>The answer to one passage while it is written. It appends what the grammar forces by itself and stops where the model has to decide.
/// The caller feeds <see cref="Tokens"/> to the model, and gives the logits after the last one to <see cref="Decide"/>.</summary>
internal sealed class PassageAnswer
{
    // A literal is cut where the next decision may share a token with its end.
    private const int LongestLiteral = 512;

    private readonly PassageTask _task;
    private readonly AnswerAutomaton _automaton;
    private readonly AllowedTokens _allowed;
    private readonly PromptText _text;
    private readonly AnswerLedger _ledger;
    private readonly List<int> _tokens = [];
    private readonly List<byte> _written = [];
    private readonly List<AnswerByte> _read = [];
    private AnswerState _state = AnswerAutomaton.Start;
    private bool _probing;

    public PassageAnswer(PassageTask task, PromptText text)
    {
        _task = task;
        _automaton = new AnswerAutomaton(task);
        _allowed = new AllowedTokens(_automaton, task.Trie);
        _text = text;
        _ledger = new AnswerLedger(task);
        Settle();
    }

    /// <summary>All tokens since the prompt, forced ones included; those of the probe behind them.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>The answer, as far as it is written: UTF-8, without the probe.</summary>
    public IReadOnlyList<byte> Written => _written;

    public bool IsFinished { get; private set; }

    /// <summary>It ended at a cap and not because the model said so.</summary>
    public bool IsCapped { get; private set; }

    /// <summary>What was found in each sentence. Where the cap was hit, each finding is flagged.</summary>
    public IReadOnlyList<(double Probability, SentenceAnswer? Answer)> Sentences() => _ledger.Sentences(IsCapped);

    /// <summary>Takes the likeliest of the allowed tokens, and what is forced after it.</summary>
    public void Decide(ReadOnlySpan<float> logits)
    {
        // Room for one more finding, and for the probe behind it.
        _state = _state with { MustEnd = _tokens.Count + (2 * _task.LargestFinding) > _task.Limits.AnswerTokens };
        _allowed.Find(_state);
        var decision = _allowed.Decide(logits);
        var chosen = _allowed.Choose(decision.LogProbabilities);
        _allowed.Read(chosen, _read);
        _ledger.Mass(decision.AllowedMass);
        _ledger.Cut |= _allowed.HidesLongerValue;
        var after = _allowed.After(chosen);
        for (var i = 0; i < _read.Count; i++)
        {
            if (!_probing && Ends(_read[i]))
            {
                End(_read, i);
                return;
            }

            Take(_read[i]);
        }

        _ledger.EndToken();
        _tokens.Add(_allowed.Tokens[chosen]);
        _state = after;
        if (!IsFinished)
        {
            Settle();
        }
    }

    private static bool Ends(in AnswerByte step) => step.Before.Part == AnswerPart.More && step.Value == (byte)']';

    /// <summary>The model ends the list, or has to. If that was not clear, it is led past the opening of one further finding, to see which it would be.</summary>
    /// <param name="steps">Bytes since the last token that the model was fed.</param>
    /// <param name="index">Of the ending byte in them.</param>
    private void End(List<AnswerByte> steps, int index)
    {
        var ending = steps[index];
        _written.AddRange("]}"u8);
        _ledger.EndToken();
        IsCapped = _automaton.IsCapped(ending.Before);
        // At a cap the end was never in question: what the model would have gone on with has to be seen.
        var another = IsCapped ? 1 : 1 - Math.Exp(ending.LogProbability);
        if (another > _task.Limits.PossibleMiss)
        {
            List<byte> opening = [.. steps.Take(index).Select(step => step.Value), .. ending.Before.Last is null ? "{"u8 : ",{"u8, .. "\"sentence\":"u8];
            if (_text.Literal(opening.ToArray()) is { } tokens)
            {
                _tokens.AddRange(tokens);
                _state = ending.Before with { Part = AnswerPart.Sentence, Number = 0 };
                _ledger.StartProbe(another);
                _probing = true;
                Settle();
                return;
            }
        }

        IsFinished = true;
    }

    /// <summary>Appends what needs no decision: the tokens of the bytes that are forced, but for the last, which may share its bytes with what is decided next.</summary>
    private void Settle()
    {
        var steps = Forced();
        // The end of the answer, or of the probe: what leads there need not go through the model.
        var end = steps.FindIndex(step => _probing ? step.After.Part == AnswerPart.AfterName : Ends(step));
        if (end >= 0)
        {
            steps.GetRange(0, _probing ? end + 1 : end).ForEach(step => Take(step));
            if (!_probing)
            {
                End(steps, end);
            }

            return;
        }

        if (steps.Count < 2 || _text.Literal(steps.Select(step => step.Value).ToArray()) is not { Length: > 1 } tokens)
        {
            return;
        }

        var at = 0;
        foreach (var token in tokens[..^1])
        {
            var length = _text.Length(token);
            if (_automaton.AtTokenEnd(steps[at + length - 1].After, out _) is not { } after)
            {
                return;
            }

            _tokens.Add(token);
            _state = after;
            for (; length > 0; length--)
            {
                Take(steps[at++]);
            }
        }
    }

    private void Take(in AnswerByte step)
    {
        if (_probing)
        {
            IsFinished |= _ledger.Probe(step);
        }
        else
        {
            _written.Add(step.Value);
            _ledger.Write(step);
        }
    }

    private List<AnswerByte> Forced()
    {
        var steps = new List<AnswerByte>();
        var state = _state;
        Span<byte> next = stackalloc byte[AnswerAutomaton.MostBytes];
        while (steps.Count < LongestLiteral && _automaton.Next(state, next) == 1)
        {
            var after = _automaton.Step(state, next[0]);
            steps.Add(AnswerByte.Forced(next[0], state, after));
            state = after;
        }

        return steps;
    }
}
