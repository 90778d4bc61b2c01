using System.Security.Cryptography;
using Pipeline.Domain.Gating;

namespace Pipeline.Workers.Tests.Models;

/// <summary>A gate that reads sentences worded like one, and not those worded like another.</summary>
internal static class TestGate
{
    public const double Residual = 0.01;

    public static Gate For(string wanted, string other, params string[] fields)
    {
        var weights = new byte[SentenceFeatures.Buckets];
        foreach (var feature in SentenceFeatures.Of([wanted])[0].Except(SentenceFeatures.Of([other, other, other])[1]))
        {
            weights[feature] = 100;
        }

        return new Gate
        {
            Schema = "test@1",
            Fields = fields,
            Threshold = 800,
            Neighbours = 0,
            Bias = 0,
            Residual = Residual,
            Figures = new GateFigures { Chosen = 1, HeldOut = [] },
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(weights)),
            Weights = weights,
        };
    }
}
