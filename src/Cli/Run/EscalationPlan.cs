using System.Security.Cryptography;
using System.Text;
using Pipeline.Inference;
using Pipeline.Workers.Models;

namespace Pipeline.Cli.Run;

/// <summary>An endpoint that is asked again where the own engine is unsure.</summary>
internal sealed record EscalationPlan(EndpointPlan Endpoint, ConfidenceBand Band)
{
    /// <summary>For results: both models and the band, since each of them changes what is found.</summary>
    public ModelCard Of(ModelCard card) => card with
    {
        Name = $"{card.Name}+{Endpoint.Card.Name}",
        Version = 0,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{card.Identity} {card.Sha256} {Endpoint.Card.Sha256} {Band}"))),
    };

    /// <summary>Where some of the text goes, for people.</summary>
    public string Notice() => $"Fields of which the own engine is unsure (confidence {Band}) are asked for again. {Endpoint.Notice()}";
}
