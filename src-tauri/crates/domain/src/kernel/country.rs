//! Countries: their codes (ISO 3166-1 alpha-2) and the English names that files give them.

/// A code and the names of each country, as ISO writes it and as people do.
const COUNTRIES: &str = "\
AD Andorra; AE United Arab Emirates = UAE; AF Afghanistan; AG Antigua and Barbuda; AI Anguilla; \
AL Albania; AM Armenia; AO Angola; AQ Antarctica; AR Argentina; AS American Samoa; AT Austria; \
AU Australia; AW Aruba; AX Aland Islands; AZ Azerbaijan; BA Bosnia and Herzegovina = Bosnia; \
BB Barbados; BD Bangladesh; BE Belgium; BF Burkina Faso; BG Bulgaria; BH Bahrain; BI Burundi; \
BJ Benin; BL Saint Barthelemy; BM Bermuda; BN Brunei Darussalam = Brunei; BO Bolivia; \
BQ Bonaire, Sint Eustatius and Saba; BR Brazil = Brasil; BS Bahamas = The Bahamas; BT Bhutan; \
BV Bouvet Island; BW Botswana; BY Belarus; BZ Belize; CA Canada; CC Cocos Islands; \
CD Democratic Republic of the Congo = DR Congo; CF Central African Republic; CG Congo; \
CH Switzerland; CI Ivory Coast = Cote d'Ivoire = Côte d'Ivoire; CK Cook Islands; CL Chile; \
CM Cameroon; CN China = People's Republic of China; CO Colombia; CR Costa Rica; CU Cuba; \
CV Cape Verde = Cabo Verde; CW Curacao = Curaçao; CX Christmas Island; CY Cyprus; \
CZ Czechia = Czech Republic; DE Germany = Federal Republic of Germany; DJ Djibouti; DK Denmark; \
DM Dominica; DO Dominican Republic; DZ Algeria; EC Ecuador; EE Estonia; EG Egypt; \
EH Western Sahara; ER Eritrea; ES Spain; ET Ethiopia; FI Finland; FJ Fiji; FK Falkland Islands; \
FM Micronesia; FO Faroe Islands; FR France; GA Gabon; GB United Kingdom = UK = Great Britain = \
Britain = England = Scotland = Wales = Northern Ireland; GD Grenada; GE Georgia; \
GF French Guiana; GG Guernsey; GH Ghana; GI Gibraltar; GL Greenland; GM Gambia = The Gambia; \
GN Guinea; GP Guadeloupe; GQ Equatorial Guinea; GR Greece; \
GS South Georgia and the South Sandwich Islands; GT Guatemala; GU Guam; GW Guinea-Bissau; \
GY Guyana; HK Hong Kong; HM Heard Island and McDonald Islands; HN Honduras; HR Croatia; HT Haiti; \
HU Hungary; ID Indonesia; IE Ireland = Republic of Ireland; IL Israel; IM Isle of Man; IN India; \
IO British Indian Ocean Territory; IQ Iraq; IR Iran = Islamic Republic of Iran; IS Iceland; \
IT Italy = Italia; JE Jersey; JM Jamaica; JO Jordan; JP Japan; KE Kenya; KG Kyrgyzstan; \
KH Cambodia; KI Kiribati; KM Comoros; KN Saint Kitts and Nevis; KP North Korea; \
KR South Korea = Korea = Republic of Korea = Korea, Republic of; KW Kuwait; KY Cayman Islands; \
KZ Kazakhstan; LA Laos; LB Lebanon; LC Saint Lucia; LI Liechtenstein; LK Sri Lanka; LR Liberia; \
LS Lesotho; LT Lithuania; LU Luxembourg; LV Latvia; LY Libya; MA Morocco; MC Monaco; \
MD Moldova = Republic of Moldova; ME Montenegro; MF Saint Martin; MG Madagascar; \
MH Marshall Islands; MK North Macedonia = Macedonia; ML Mali; MM Myanmar = Burma; MN Mongolia; \
MO Macao = Macau; MP Northern Mariana Islands; MQ Martinique; MR Mauritania; MS Montserrat; \
MT Malta; MU Mauritius; MV Maldives; MW Malawi; MX Mexico; MY Malaysia; MZ Mozambique; \
NA Namibia; NC New Caledonia; NE Niger; NF Norfolk Island; NG Nigeria; NI Nicaragua; \
NL Netherlands = The Netherlands = Holland; NO Norway; NP Nepal; NR Nauru; NU Niue; \
NZ New Zealand; OM Oman; PA Panama; PE Peru; PF French Polynesia; PG Papua New Guinea; \
PH Philippines = The Philippines; PK Pakistan; PL Poland; PM Saint Pierre and Miquelon; \
PN Pitcairn; PR Puerto Rico; PS Palestine = State of Palestine; PT Portugal; PW Palau; \
PY Paraguay; QA Qatar; RE Reunion = Réunion; RO Romania; RS Serbia; RU Russia = Russian \
Federation; RW Rwanda; SA Saudi Arabia; SB Solomon Islands; SC Seychelles; SD Sudan; SE Sweden; \
SG Singapore; SH Saint Helena; SI Slovenia; SJ Svalbard and Jan Mayen; SK Slovakia = Slovak \
Republic; SL Sierra Leone; SM San Marino; SN Senegal; SO Somalia; SR Suriname; SS South Sudan; \
ST Sao Tome and Principe; SV El Salvador; SX Sint Maarten; SY Syria; SZ Eswatini = Swaziland; \
TC Turks and Caicos Islands; TD Chad; TF French Southern Territories; TG Togo; TH Thailand; \
TJ Tajikistan; TK Tokelau; TL Timor-Leste = East Timor; TM Turkmenistan; TN Tunisia; TO Tonga; \
TR Turkey = Türkiye = Turkiye; TT Trinidad and Tobago; TV Tuvalu; TW Taiwan; TZ Tanzania; \
UA Ukraine; UG Uganda; UM United States Minor Outlying Islands; US United States = USA = United \
States of America = U.S.A. = U.S.; UY Uruguay; UZ Uzbekistan; VA Vatican City = Holy See; \
VC Saint Vincent and the Grenadines; VE Venezuela; VG British Virgin Islands; \
VI U.S. Virgin Islands = US Virgin Islands; VN Vietnam = Viet Nam; VU Vanuatu; \
WF Wallis and Futuna; WS Samoa; XK Kosovo; YE Yemen; YT Mayotte; ZA South Africa; ZM Zambia; \
ZW Zimbabwe";

/// Whether it is the code of a country.
pub fn is_code(code: &str) -> bool {
    COUNTRIES.split("; ").any(|country| country.split_once(' ').is_some_and(|(c, _)| c == code))
}

/// The code of a country that is written as its code or by its English name.
pub fn code_of(written: &str) -> Option<&'static str> {
    let wanted = written.trim();
    COUNTRIES.split("; ").find_map(|country| {
        let (code, names) = country.split_once(' ')?;
        let is_name = |name: &str| name.to_lowercase() == wanted.to_lowercase();
        (code == wanted || names.split(" = ").any(is_name)).then_some(code)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_found_by_code_and_by_name() {
        let check = |written: &str, expect: Option<&str>| {
            assert_eq!(code_of(written), expect, "{written}");
        };
        check("Germany", Some("DE"));
        check(" USA ", Some("US"));
        check("UK", Some("GB"));
        check("IT", Some("IT"));
        check("united states of america", Some("US"));
        check("russian federation", Some("RU"));
        check("Britain", Some("GB"));
        check("it", None);
        check("Freedonia", None);
        check("", None);
        check("ZW", Some("ZW"));
    }

    #[test]
    fn a_code_is_one_of_the_list() {
        assert!(is_code("IT") && is_code("XK"));
        for wrong in ["", "I", "it", "ITA", "QQ", "Italy"] {
            assert!(!is_code(wrong), "{wrong}");
        }
    }

    #[test]
    fn every_code_stands_once() {
        let codes: Vec<&str> = COUNTRIES.split("; ").map(|c| &c[..2]).collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
        assert_eq!(codes.len(), 250);
    }
}
