extension Policy.Scope {
    /// The word for all countries of the European Economic Area.
    public static let europeanEconomicArea = "EEA"

    /// ISO 3166-1 codes of the European Economic Area: the European Union with Iceland, Liechtenstein and Norway.
    private static let members: Set<String> = [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI",
        "LT",
        "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
    ]

    /// Whether a text is a region: `AT`, `US-CA` or `EEA`.
    public static func isRegion(_ text: String) -> Bool {
        if text == europeanEconomicArea { return true }
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.count <= 2 && parts[0].count == 2 && parts[0].allSatisfy(isCapital)
            && parts.dropFirst().allSatisfy {
                (1...3).contains($0.count) && $0.allSatisfy { isCapital($0) || isDigit($0) }
            }
    }

    /// Whether a record is within. It is outside only if it tells everything that is asked and nothing of it matches.
    func contains(_ record: ConsentRecord) -> Bool {
        let law = regulations.isEmpty ? false : record.regulation.map(regulations.contains)
        let place = regions.isEmpty ? false : record.region.map(matches)
        guard law == false, place == false else { return true }
        return false
    }

    private func matches(_ region: ConsentRecord.Region) -> Bool {
        if regions.contains(region.country) { return true }
        if regions.contains(Self.europeanEconomicArea), Self.members.contains(region.country) { return true }
        let parts = regions.filter { $0.hasPrefix(region.country + "-") }
        guard !parts.isEmpty else { return false }
        // A part of the country counts, and the record does not tell the part.
        guard let subdivision = region.subdivision else { return true }
        return parts.contains { $0.dropFirst(region.country.count + 1) == subdivision.uppercased() }
    }

    private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
