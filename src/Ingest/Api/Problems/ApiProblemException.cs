namespace Pipeline.Ingest.Api.Problems;

/// <summary>Carries a refusal out of the reading of a request; the endpoints' filter turns it into the answer.</summary>
internal sealed class ApiProblemException(ApiProblem problem) : Exception(problem.Code)
{
    public ApiProblem Problem { get; } = problem;
}
