namespace Pipeline.Domain.Fields.Rules;

/// <summary>Something that holds between the fields of a contract. Where it does not hold, somebody looks: the model, the document or the rule is wrong.</summary>
internal abstract class FieldRule
{
    /// <summary>The fields that go to a person, each with a code of <see cref="Reasons"/>. A rule whose fields the schema lacks, or that have no value to compare, has nothing to say.</summary>
    public abstract IEnumerable<(string Field, string Reason)> Check(RuledFields fields);
}
