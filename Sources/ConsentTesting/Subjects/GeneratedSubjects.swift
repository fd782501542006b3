/// A generated collection: the order of its records, and the way from there to each record's JSON.
///
/// It keeps sixteen bytes a record. The records themselves are made when they are served.
struct GeneratedSubjects: Sendable {
    /// The place of one record in the feed.
    struct Entry: Sendable {
        let modifiedMilliseconds: Int64
        let number: UInt32
        /// Whether it is the record after somebody's second choice.
        let afterSecondChoice: Bool
    }

    let population: OneTrustPopulation
    /// All records in the order of the feed.
    let entries: [Entry]

    /// Puts a population's records in order.
    init(_ population: OneTrustPopulation) {
        self.population = population
        var entries: [Entry] = []
        entries.reserveCapacity(population.count + population.count / 60 + population.damagedCount)
        for number in 0..<population.count + population.damagedCount {
            var random = population.random(of: number)
            let timeline = population.timeline(of: number, &random)
            let name = UInt32(truncatingIfNeeded: number)
            entries.append(
                Entry(modifiedMilliseconds: timeline.modified, number: name, afterSecondChoice: false)
            )
            if let again = timeline.again {
                entries.append(Entry(modifiedMilliseconds: again.modified, number: name, afterSecondChoice: true))
            }
        }
        entries.sort { first, second in
            first.modifiedMilliseconds == second.modifiedMilliseconds
                ? population.id(of: Int(first.number)) < population.id(of: Int(second.number))
                : first.modifiedMilliseconds < second.modifiedMilliseconds
        }
        self.entries = entries
    }

    private init(_ population: OneTrustPopulation, entries: [Entry]) {
        self.population = population
        self.entries = entries
    }

    /// The same people with only those records that a condition chooses.
    func filtered(_ isChosen: (Entry) -> Bool) -> GeneratedSubjects {
        GeneratedSubjects(population, entries: entries.filter(isChosen))
    }

    /// Few records in which everything happens: second choices, damage, records of one instant.
    var condensed: GeneratedSubjects {
        filtered { entry in
            let number = Int(entry.number)
            return number >= population.count || number % 67 == 5 || number % 320 == 11
        }
    }

    /// The record at a position.
    func subject(at position: Int) -> OneTrustSubject {
        let entry = entries[position]
        return population.subject(Int(entry.number), afterSecondChoice: entry.afterSecondChoice)
    }

    /// The newest record of one subject, or nil if nobody is called so.
    func latest(identifier: String) -> OneTrustSubject? {
        population.number(identifier: identifier).map { population.subject($0, afterSecondChoice: true) }
    }
}
