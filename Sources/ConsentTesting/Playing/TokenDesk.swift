/// Issues bearer tokens and knows which of them are still good.
struct TokenDesk: Sendable {
    /// How many tokens have been issued.
    private(set) var issuedCount = 0
    private var accepted: Set<String> = []

    /// A new token. Older ones stay good, as at the real thing.
    mutating func issue() -> String {
        issuedCount += 1
        let token = "scripted-token-\(issuedCount)"
        accepted.insert(token)
        return token
    }

    /// Whether a token is good.
    func accepts(_ token: String?) -> Bool {
        token.map(accepted.contains) ?? false
    }

    /// Makes every token so far worthless.
    mutating func revokeAll() {
        accepted = []
    }
}
