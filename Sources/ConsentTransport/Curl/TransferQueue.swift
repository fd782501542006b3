/// Exchanges that wait for a free slot, first come, first served.
struct TransferQueue {
    private var items: [Transfer] = []
    private var head = 0

    /// How many wait.
    var count: Int { items.count - head }

    /// Puts one at the end.
    mutating func append(_ transfer: Transfer) {
        items.append(transfer)
    }

    /// Takes the one that has waited longest.
    mutating func popFirst() -> Transfer? {
        guard head < items.count else { return nil }
        let first = items[head]
        head += 1
        // Moving the rest up only when half is used keeps each step cheap on average.
        if head * 2 >= items.count {
            items.removeFirst(head)
            head = 0
        }
        return first
    }

    /// Takes out one that waits no longer.
    mutating func remove(_ transfer: Transfer) {
        guard let index = items[head...].firstIndex(where: { $0 === transfer }) else { return }
        items.remove(at: index)
    }
}
