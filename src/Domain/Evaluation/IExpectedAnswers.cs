using Pipeline.Domain.Results;

namespace Pipeline.Domain.Evaluation;

/// <summary>The known answers of a data set, in the names of our fields.</summary>
public interface IExpectedAnswers
{
    /// <summary>The fields that it has answers for; of other fields nothing is known.</summary>
    IReadOnlyList<string> Fields { get; }

    /// <summary>A document as the data set calls it.</summary>
    string NameOf(string document);

    bool Knows(string document);

    /// <param name="document">As <see cref="NameOf"/> gives it, and known.</param>
    AnswerLabels Label(string document, string field, FieldResult result);
}
