using Pipeline.Domain.Normalization;

namespace Pipeline.Domain.Tests.Normalization;

public sealed class PartyNormalizerTests
{
    [Theory]
    [InlineData("NIKE, Inc.", "NIKE Inc.")]
    [InlineData("ESCALADE,  INCORPORATED", "ESCALADE Inc.")]
    [InlineData("Leggett & Platt, Incorporated", "Leggett and Platt Inc.")]
    [InlineData("Boston Safe Deposit &Trust Company", "Boston Safe Deposit and Trust Company")]
    [InlineData("AT&T Corp", "AT&T Corp.")]
    [InlineData("ALTIMO HOLDINGS & INVESTMENTS LIMITED", "ALTIMO HOLDINGS and INVESTMENTS Ltd.")]
    [InlineData("Leonard Green & Partners, L.P.", "Leonard Green and Partners LP")]
    [InlineData("Bolt L.L.C.,", "Bolt LLC")]
    [InlineData("Bolt Limited Liability Company", "Bolt LLC")]
    [InlineData("Otsuka Pharmaceutical Co., Ltd.", "Otsuka Pharmaceutical Co. Ltd.")]
    [InlineData("Kingsmen Exhibits Pte. Ltd.", "Kingsmen Exhibits Pte Ltd.")]
    [InlineData("Intel Corporation", "Intel Corporation")]
    [InlineData("Qiagen N.V.", "Qiagen N.V.")]
    [InlineData("J.F. Lehman & Company's", "J.F. Lehman and Company")]
    [InlineData("Roundy’s, Inc.", "Roundy’s Inc.")]
    [InlineData("“Acme Inc.” (the “Company”)", "Acme Inc.")]
    [InlineData("Mr. Charles D. Denson", "Charles D. Denson")]
    [InlineData("The Limited", "The Ltd.")]
    [InlineData("...", null)]
    [InlineData("", null)]
    public void Writes_a_name_as_registers_do(string value, string? text) => Assert.Equal(text, PartyNormalizer.Normalize(value).Text);

    [Theory]
    [InlineData("NIKE, Inc.", "Nike Incorporated")]
    [InlineData("Acme Corp.", "ACME CORPORATION")]
    [InlineData("The Hershey Company", "Hershey Co.")]
    [InlineData("Bj's Wholesale, Inc.", "BJ’S WHOLESALE INC")]
    [InlineData("W & L Ltd", "W&L Limited")]
    public void Folds_spellings_of_one_name_into_one_key(string left, string right) =>
        Assert.Equal(PartyNormalizer.Normalize(left).Key, PartyNormalizer.Normalize(right).Key);

    [Theory]
    [InlineData("Acme Inc.", "Acme LLC")]
    [InlineData("Oak Brook Bank", "Oak Brook Bancshares, Inc.")]
    public void Keeps_different_bodies_apart(string left, string right) =>
        Assert.NotEqual(PartyNormalizer.Normalize(left).Key, PartyNormalizer.Normalize(right).Key);
}
