using Pipeline.Domain.Language;
using Pipeline.Domain.Tests.Evaluation;

namespace Pipeline.Domain.Tests.Language;

public sealed class LanguageDetectorTests
{
    private const string English = "This Agreement is made as of May 3, 2011 between Acme Inc. and Bolt LLC. Each party shall keep the Confidential Information of the other party secret and shall not disclose it to any third party without prior written consent.";
    private const string German = "Dieser Vertrag wird zwischen der Acme GmbH und der Bolt AG geschlossen und tritt am 3. Mai 2011 in Kraft. Jede Partei hat die vertraulichen Informationen der anderen Partei geheim zu halten und darf sie nicht ohne vorherige schriftliche Zustimmung an Dritte weitergeben.";

    [Theory]
    [InlineData("en", English)]
    [InlineData("de", German)]
    [InlineData("fr", "Le présent contrat est conclu entre la société Acme et la société Bolt et prend effet le 3 mai 2011. Chaque partie s'engage à ne pas divulguer les informations confidentielles de l'autre partie à un tiers sans son accord écrit et préalable.")]
    [InlineData("es", "El presente contrato se celebra entre la sociedad Acme y la sociedad Bolt y entra en vigor el 3 de mayo de 2011. Cada una de las partes se obliga a no divulgar la información confidencial de la otra parte a terceros sin su consentimiento previo y por escrito.")]
    [InlineData("it", "Il presente contratto è stipulato tra la società Acme e la società Bolt ed entra in vigore il 3 maggio 2011. Ciascuna delle parti si impegna a non divulgare le informazioni riservate della controparte a terzi senza il previo consenso scritto della stessa.")]
    [InlineData("pt", "O presente contrato é celebrado entre a sociedade Acme e a sociedade Bolt e entra em vigor no dia 3 de maio de 2011. Cada uma das partes obriga-se a não divulgar as informações confidenciais da outra parte a terceiros sem o seu consentimento prévio.")]
    [InlineData("nl", "Deze overeenkomst wordt gesloten tussen Acme B.V. en Bolt N.V. en treedt in werking op 3 mei 2011. Elk van de partijen zal de vertrouwelijke informatie van de andere partij geheim houden en deze niet zonder voorafgaande toestemming aan derden bekendmaken.")]
    [InlineData("sv", "Detta avtal ingås mellan Acme AB och Bolt AB och träder i kraft den 3 maj 2011. Varje part ska hålla den andra partens konfidentiella information hemlig och får inte lämna ut den till tredje man utan att ha fått ett skriftligt samtycke från den andra parten.")]
    [InlineData("da", "Denne aftale er indgået mellem Acme A/S og Bolt A/S og træder i kraft den 3. maj 2011. Hver af parterne skal holde den anden parts fortrolige oplysninger hemmelige og må ikke videregive dem til tredjemand uden et skriftligt samtykke fra den anden part.")]
    [InlineData("pl", "Niniejsza umowa została zawarta pomiędzy Acme sp. z o.o. oraz Bolt S.A. i wchodzi w życie z dniem 3 maja 2011 r. Każda ze stron zobowiązuje się do zachowania w tajemnicy informacji poufnych drugiej strony i nie może ich ujawnić bez jej zgody na piśmie.")]
    [InlineData("cs", "Tato smlouva se uzavírá mezi společností Acme s.r.o. a společností Bolt a.s. a nabývá účinnosti dne 3. května 2011. Každá ze stran se zavazuje, že důvěrné informace o druhé straně nesdělí třetím osobám a že je nebude používat k jinému účelu.")]
    [InlineData("other", "Настоящий договор заключен между обществом Акме и обществом Болт и вступает в силу 3 мая 2011 года. Каждая сторона обязуется не раскрывать конфиденциальную информацию другой стороны третьим лицам без её письменного согласия.")]
    [InlineData("other", "本协议由甲方艾克米有限公司与乙方博尔特有限公司于二〇一一年五月三日签订。未经对方书面同意,任何一方不得向第三方披露对方的保密信息。本协议受中华人民共和国法律管辖。")]
    [InlineData("other", "Mkataba huu umefanywa kati ya kampuni Acme na kampuni Bolt na utaanza kutumika tarehe tatu Mei mwaka huo; kila upande utatunza siri habari zote zilizopokelewa kutoka upande mwingine bila kuzitoa kwa mtu yeyote.")]
    public void Tells_the_languages_apart(string language, string text)
    {
        var profile = LanguageDetector.Detect(text.Split(". "));
        Assert.Equal(language, profile.Main);
        Assert.Equal(language == "en", profile.IsReadableIn(["en"]));
        Assert.Equal(1, profile.Shares.Sum(share => share.Share), 9);
    }

    [Fact]
    public void A_document_in_two_languages_is_not_read_as_one()
    {
        var profile = LanguageDetector.Detect([.. English.Split(". "), .. German.Split(". ")]);
        Assert.InRange(profile.ShareOf(["en"]), 0.35, 0.65);
        Assert.False(profile.IsReadableIn(["en"]));
        Assert.True(profile.IsReadableIn(["de", "EN"]));
    }

    [Fact]
    public void A_foreign_line_does_not_make_a_document_foreign()
    {
        var profile = LanguageDetector.Detect([.. Enumerable.Repeat(English, 4), "Eingetragen im Handelsregister des Amtsgerichts München unter der Nummer 12345."]);
        Assert.Equal("en", profile.Main);
        Assert.True(profile.IsReadableIn(["en"]));
    }

    [Fact]
    public void Too_few_words_are_not_judged()
    {
        var profile = LanguageDetector.Detect(["Dieser Vertrag wird zwischen der Acme GmbH und der Bolt AG geschlossen."]);
        Assert.Equal(LanguageProfile.Unknown, profile.Main);
        Assert.True(profile.IsReadableIn(["en"]));
        Assert.Equal(LanguageProfile.Unknown, LanguageDetector.Detect([]).Main);
    }

    [Fact]
    public void A_card_that_names_no_language_refuses_none() => Assert.True(LanguageDetector.Detect([German]).IsReadableIn([]));

    [Fact]
    public void Names_and_tables_say_nothing()
    {
        var schedule = Enumerable.Range(1, 80).Select(number => $"{number} Müller Schmidt Handelsgesellschaft Nr. {number}, Berlin 10{number:D3}");
        Assert.Equal("en", LanguageDetector.Detect([English, .. schedule]).Main);
    }

    [DataFact]
    public void Every_commercial_contract_of_the_data_set_is_English()
    {
        var foreign = Directory.EnumerateFiles(Path.Combine(SharedData.Data, "cuad", "text"), "*.txt")
            .Where(file => !LanguageDetector.Detect(File.ReadAllText(file).Split('\n')).IsReadableIn(["en"]))
            .Select(Path.GetFileName)
            .ToList();
        Assert.Empty(foreign);
    }
}
