/// How much may be asked of one account: what its site sets beside the adapter's own limits.
///
/// They only ever lower: whatever the adapter says holds too.
public struct AccountLimits: Sendable, Hashable {
    /// How many requests may be under way at a time, from 1; nil for as many as the transport allows.
    public var concurrent: Int?
    /// Rates that hold beside the adapter's.
    public var rates: [ConsentSource.Rate]

    /// Creates limits; none unless given.
    public init(concurrent: Int? = nil, rates: [ConsentSource.Rate] = []) {
        self.concurrent = concurrent
        self.rates = rates
    }
}
