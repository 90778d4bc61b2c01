namespace Pipeline.Domain.Language;

/// <summary>The most frequent short words of each language. Words of several languages count for each of them, so a sentence is decided by those that only one has. No single consonants: they are initials and signature marks.</summary>
internal static class LanguageWords
{
    private static readonly (string Language, string Words)[] Lists =
    [
        ("en", "the of and to in a or by for be any we you your our so do his her he i hereby shall this such that with is as not on may from its all other which have has are will at an it if under no each their been these those party agreement between upon there was were"),
        ("de", "der die das und in den von zu mit ist des dem im für auf eine ein nicht als auch sich bei oder wird werden sind nach durch aus sowie dieser dieses diese über zur zum einer einem eines kann hat vertrag zwischen gemäß unter am an wenn nur"),
        ("fr", "le la les de des du et en un une à au aux pour par que qui dans sur est sont ce cette ces ou ne pas il elle avec son sa ses leur tout toute être entre présent contrat sera ainsi dont si se"),
        ("es", "el la los las de del y en un una a al por para con que se su sus es son no o como este esta estos entre lo si más será cualquier contrato presente dicho dicha sin sobre según partes ha"),
        ("it", "il lo la i gli le di del della dei delle dello degli e in un una a al alla per con che si sono non o come questo questa tra da dal dalla nel nella sarà contratto presente ai alle qualsiasi ogni essere parti anche"),
        ("pt", "o a os as de do da dos das e em um uma ao à por para com que se seu sua é são não ou como este esta entre no na nos nas pelo pela será contrato presente qualquer partes mais"),
        ("nl", "de het een van en in te is op dat die voor met niet zijn aan om door bij als of deze dit worden wordt naar uit ook tot heeft kan zal tussen overeenkomst partijen onder over geen alle"),
        ("sv", "och i att det som en på är av för med den till inte om har de ett vid eller från ska skall detta denna avtal mellan enligt samt kan parterna under alla"),
        ("da", "og i at det som en på er af for med den til ikke om har de et ved eller fra skal dette denne aftale mellem efter samt kan parterne under alle mod være"),
        ("pl", "i na do nie się o jest że od przez dla po oraz lub za jak tym jego niniejszej umowy umowa stron strony przy być są może który która które ze"),
        ("cs", "a na do je se o že za od pro po nebo by jako tato této smlouva smlouvy která které který být jsou ve při mezi strany tím podle"),
        ("fi", "ja on ei se että tai sekä myös tämä tämän ovat joka kuin mukaan sopimus sopimuksen osapuolet osapuoli voi olla ole kanssa välillä niiden"),
        ("ro", "și de la în a cu din pe pentru nu o un este sunt care prin sau se ale al să contract părți între prezentul această acest fi va"),
        ("hu", "a az és hogy nem is egy ez vagy szerint jelen felek szerződés között által kell van meg mint ha valamint"),
        ("tr", "ve bir bu ile için de da olarak veya tarafından olan gibi sözleşme taraf taraflar arasında her ise kadar"),
    ];

    private static readonly Dictionary<string, string[]> ByWord = Lists
        .SelectMany(list => list.Words.Split(' ').Distinct().Select(word => (word, list.Language)))
        .GroupBy(pair => pair.word, pair => pair.Language, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    public static string[] Languages { get; } = [.. Lists.Select(list => list.Language)];

    /// <summary>The languages in which a lower-case word is frequent.</summary>
    public static IReadOnlyList<string> Of(ReadOnlySpan<char> word) =>
        ByWord.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var languages) ? languages : [];
}
