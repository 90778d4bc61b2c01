namespace Pipeline.Inference.OpenAi;

/// <summary>
/// How many tokens a text takes, without the model's vocabulary: 2 for 7 characters of ASCII, and one for each other UTF-16 unit. English contracts have about 4.3 characters a token in the
/// vocabularies of current models, so it says about a fifth too much, and more in other alphabets: a passage is rather too short than too long.
/// </summary>
internal static class TokenEstimate
{
    public static int Of(string text)
    {
        var ascii = text.Count(char.IsAscii);
        return (((2 * ascii) + 6) / 7) + (text.Length - ascii);
    }
}
