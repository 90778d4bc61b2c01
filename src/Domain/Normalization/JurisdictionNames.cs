namespace Pipeline.Domain.Normalization;

/// <summary>The law-giving places that contracts name, with their other spellings. Subdivisions (states, provinces) win over the country beside them.</summary>
internal static class JurisdictionNames
{
    private static readonly string[] States =
    [
        "Alabama|AL|Ala", "Alaska|AK", "Arizona|AZ|Ariz", "Arkansas|AR|Ark", "California|CA|Cal|Calif", "Colorado|CO|Colo", "Connecticut|CT|Conn",
        "Delaware|DE|Del", "Florida|FL|Fla", "Georgia|GA", "Hawaii|HI|Hawai'i", "Idaho|ID", "Illinois|IL|Ill", "Indiana|IN|Ind", "Iowa|IA",
        "Kansas|KS|Kan", "Kentucky|KY", "Louisiana|LA", "Maine|ME", "Maryland|MD", "Massachusetts|MA|Mass", "Michigan|MI|Mich", "Minnesota|MN|Minn",
        "Mississippi|MS|Miss", "Missouri|MO", "Montana|MT|Mont", "Nebraska|NE|Neb", "Nevada|NV|Nev", "New Hampshire|NH", "New Jersey|NJ",
        "New Mexico|NM", "New York|NY|New York State", "North Carolina|NC", "North Dakota|ND", "Ohio|OH", "Oklahoma|OK|Okla", "Oregon|OR|Ore",
        "Pennsylvania|PA|Penn", "Rhode Island|RI|Rhode Island and Providence Plantations", "South Carolina|SC", "South Dakota|SD", "Tennessee|TN|Tenn",
        "Texas|TX|Tex", "Utah|UT", "Vermont|VT", "Virginia|VA", "Washington|WA|Wash|Washington State", "West Virginia|WV", "Wisconsin|WI|Wis",
        "Wyoming|WY|Wyo", "District of Columbia|DC|Washington DC", "Puerto Rico|PR", "Guam", "U.S. Virgin Islands|US Virgin Islands|USVI",
        "American Samoa", "Northern Mariana Islands",
        "Alberta|AB", "British Columbia|BC", "Manitoba|MB", "New Brunswick|NB", "Newfoundland and Labrador|NL|Newfoundland", "Nova Scotia|NS",
        "Ontario|ON|Ont", "Prince Edward Island|PEI", "Quebec|QC|Québec", "Saskatchewan|SK", "Northwest Territories", "Nunavut", "Yukon",
        "New South Wales|NSW", "Queensland|QLD", "South Australia", "Tasmania", "Victoria", "Western Australia", "Northern Territory",
        "Australian Capital Territory", "England and Wales|England & Wales", "England", "Wales", "Scotland", "Northern Ireland",
        "Dubai", "Abu Dhabi",
    ];

    private static readonly string[] Countries =
    [
        "United States|US|USA|United States of America|America", "Canada", "United Kingdom|UK|Great Britain|Britain|United Kingdom of Great Britain and Northern Ireland",
        "Germany|Federal Republic of Germany|BRD|FRG", "France|French Republic", "Netherlands|Holland", "Belgium", "Luxembourg|Grand Duchy of Luxembourg",
        "Ireland|Republic of Ireland", "Spain", "Portugal", "Italy", "Switzerland|Swiss Confederation", "Austria", "Sweden", "Norway", "Denmark", "Finland",
        "Iceland", "Poland", "Czech Republic|Czechia", "Slovakia|Slovak Republic", "Hungary", "Slovenia", "Croatia", "Serbia", "Romania", "Bulgaria",
        "Greece|Hellenic Republic", "Cyprus", "Malta", "Estonia", "Latvia", "Lithuania", "Ukraine", "Russia|Russian Federation", "Belarus", "Turkey|Türkiye",
        "Liechtenstein|Principality of Liechtenstein", "Monaco|Principality of Monaco", "Andorra", "San Marino", "Gibraltar", "Jersey|Bailiwick of Jersey",
        "Guernsey|Bailiwick of Guernsey", "Isle of Man", "Albania", "Bosnia and Herzegovina", "Montenegro", "North Macedonia|Macedonia", "Moldova", "Kosovo",
        "Georgia (country)|Republic of Georgia|Country of Georgia", "Armenia", "Azerbaijan", "Kazakhstan", "Uzbekistan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Mongolia",
        "China|People's Republic of China|PRC|Mainland China", "Hong Kong|Hong Kong SAR|Hong Kong Special Administrative Region", "Macau|Macao", "Taiwan|Republic of China|ROC",
        "Japan", "South Korea|Korea|Republic of Korea|ROK", "North Korea|Democratic People's Republic of Korea", "Singapore|Republic of Singapore", "Malaysia",
        "Indonesia", "Thailand", "Vietnam|Viet Nam|Socialist Republic of Vietnam", "Philippines", "Cambodia", "Laos", "Myanmar|Burma", "Brunei", "India",
        "Pakistan|Islamic Republic of Pakistan", "Bangladesh|People's Republic of Bangladesh", "Sri Lanka|Democratic Socialist Republic of Sri Lanka", "Nepal", "Bhutan", "Maldives",
        "Afghanistan", "Iran", "Iraq", "Israel", "Jordan|Hashemite Kingdom of Jordan", "Lebanon", "Syria", "Saudi Arabia|KSA", "United Arab Emirates|UAE", "Qatar", "Kuwait", "Bahrain", "Oman", "Yemen",
        "Egypt|Arab Republic of Egypt", "Libya", "Tunisia", "Algeria", "Morocco", "South Africa|RSA", "Nigeria|Federal Republic of Nigeria", "Ghana", "Kenya", "Uganda",
        "Tanzania|United Republic of Tanzania", "Rwanda", "Ethiopia", "Zambia", "Zimbabwe", "Botswana", "Namibia", "Mozambique", "Angola", "Mauritius", "Seychelles", "Madagascar",
        "Senegal", "Ivory Coast|Côte d'Ivoire", "Cameroon", "Gabon", "Liberia", "Sierra Leone", "Malawi", "Sudan", "Australia", "New Zealand|Aotearoa", "Papua New Guinea", "Fiji", "Samoa",
        "Vanuatu", "Marshall Islands|Republic of the Marshall Islands", "Mexico|United Mexican States", "Guatemala", "Belize", "Honduras", "El Salvador", "Nicaragua", "Costa Rica", "Panama",
        "Cuba", "Jamaica", "Haiti", "Dominican Republic", "Bahamas|Commonwealth of the Bahamas", "Barbados", "Trinidad and Tobago", "Bermuda", "Cayman Islands", "British Virgin Islands|BVI|Territory of the British Virgin Islands",
        "Turks and Caicos Islands", "Anguilla", "Antigua and Barbuda", "Saint Kitts and Nevis|St Kitts and Nevis|Nevis", "Saint Lucia|St Lucia", "Saint Vincent and the Grenadines", "Aruba", "Curaçao|Curacao",
        "Colombia", "Venezuela|Bolivarian Republic of Venezuela", "Ecuador", "Peru", "Bolivia|Plurinational State of Bolivia", "Brazil|Federative Republic of Brazil", "Paraguay", "Uruguay|Oriental Republic of Uruguay", "Argentina|Argentine Republic", "Chile", "Guyana", "Suriname",
    ];

    private static readonly Dictionary<string, Place> Places = All();

    /// <summary>The place of a folded spelling (see <see cref="Fold"/>).</summary>
    public static Place? Find(string folded) => Places.GetValueOrDefault(folded);

    /// <summary>Lower case, no stops or quotes, one space.</summary>
    public static string Fold(string name)
    {
        var kept = name.Where(c => c is not ('.' or '\'' or '’' or '"' or '“' or '”' or '(' or ')')).ToArray();
        return Spacing.Collapse(new string(kept).Replace("&", " and ", StringComparison.Ordinal)).ToLowerInvariant();
    }

    private static Dictionary<string, Place> All()
    {
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var (names, subdivision) in States.Select(names => (names, true)).Concat(Countries.Select(names => (names, false))))
        {
            var spellings = names.Split('|');
            foreach (var spelling in spellings)
            {
                // Two capitals are a code ("IN", "OR", "ME"): as an ordinary word they are no place.
                var code = spelling.Length == 2;
                places.TryAdd(Fold(spelling), new Place(spellings[0], subdivision, code));
            }
        }

        return places;
    }

    /// <param name="CodeOnly">The spelling counts in capitals only.</param>
    internal sealed record Place(string Name, bool Subdivision, bool CodeOnly);
}
