/// The words that made-up OneTrust data is made of. Nothing in it is anybody's.
enum OneTrustVocabulary {
    /// A purpose of the made-up tenant.
    struct Purpose: Sendable {
        let id: String
        let name: String
        /// How many of a hundred subjects have ever been asked about it.
        let askedPercent: Int64
    }

    /// The purposes. Analytics comes first: everybody has been asked about it.
    static let purposes: [Purpose] = [
        Purpose(id: "7c1e0a52-0001-4b6e-9d10-5e2f8a41c001", name: "Analytics", askedPercent: 100),
        Purpose(id: "7c1e0a52-0002-4b6e-9d10-5e2f8a41c002", name: "Personalization", askedPercent: 90),
        Purpose(id: "7c1e0a52-0003-4b6e-9d10-5e2f8a41c003", name: "Advertising", askedPercent: 90),
        Purpose(id: "7c1e0a52-0004-4b6e-9d10-5e2f8a41c004", name: "Email marketing", askedPercent: 60),
        Purpose(id: "7c1e0a52-0005-4b6e-9d10-5e2f8a41c005", name: "Functional", askedPercent: 80),
    ]

    /// Every status that is served, with its share of a thousand.
    static let statuses: [(name: String, share: Int64)] = [
        ("ACTIVE", 520), ("WITHDRAWN", 270), ("NO_CONSENT", 70), ("OPT_OUT", 50), ("EXPIRED", 30), ("PENDING", 25),
        ("EXTENDED", 13), ("HARD_OPT_OUT", 12), ("ALWAYS_ACTIVE", 10),
    ]

    /// A status that no interface knows.
    static let unknownStatus = "FROBNICATED"

    static let languages = ["en-us", "de-at", "fr-fr", "pt-br", "日本語", "ελληνικά", "it-it", "de"]

    static let places = ["AT", "DE", "US-CA", "FR", "Île-de-France", "São Paulo", "東京都", "GB", "Köln"]

    static let sources = ["Preference centre", "Web form", "Mobile app", "Import", "Télévision connectée"]

    /// GPP strings with one national section each.
    static let gppStrings = ["DBABLA~BVVVVVVVVlA", "DBABJg~BAAAAEA.YA"]
}
