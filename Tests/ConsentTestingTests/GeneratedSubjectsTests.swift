import BoundedJSON
import ConsentTranslation
import Foundation
import Testing

@testable import ConsentTesting

@Suite("The made-up OneTrust tenant")
struct GeneratedSubjectsTests {
    static let from = Instant(zoned: "2026-10-30T00:00:00Z")?.milliseconds ?? 0
    static let to = Instant(zoned: "2026-11-23T00:00:00Z")?.milliseconds ?? 0
    static let population = OneTrustPopulation(seed: 20_261_124, count: 2_000, from: from, to: to)
    static let subjects = GeneratedSubjects(population)
    static let records = subjects.entries.indices.map { subjects.subject(at: $0) }

    /// The choices of a record that is not damaged in that place.
    private func profiles(_ record: OneTrustSubject) -> [ConsentProfile] {
        if case .profiles(let profiles) = record.profiles { profiles } else { [] }
    }

    /// FNV-1a over the JSON of all records in their order.
    private func digest(_ subjects: GeneratedSubjects) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var json = JSONWriter()
        for position in subjects.entries.indices {
            json.removeAll()
            subjects.subject(at: position).write(into: &json)
            for byte in json.bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        }
        return String(hash, radix: 16)
    }

    @Test("is the same on every run: the digest of all its bytes is pinned")
    func digestIsPinned() {
        #expect(digest(Self.subjects) == "b127d3054b4374ee")
        #expect(digest(GeneratedSubjects(Self.population)) == digest(Self.subjects))
    }

    @Test("is another for another seed")
    func seedMatters() {
        let other = OneTrustPopulation(seed: 1, count: 2_000, from: Self.from, to: Self.to)
        #expect(digest(GeneratedSubjects(other)) != digest(Self.subjects))
    }

    @Test("has 2,000 whole people, some of whom chose twice, and five damaged records")
    func counts() {
        let whole = Self.subjects.entries.filter { $0.number < 2_000 }
        let twice = whole.filter(\.afterSecondChoice)
        #expect(Set(whole.map(\.number)).count == 2_000)
        #expect(whole.count == 2_000 + twice.count)
        #expect((25...35).contains(twice.count))
        #expect(Self.records.count - whole.count == 5)
        #expect(Self.records.count { $0.identifier == nil } == 1)
        #expect(Self.records.count { profiles($0).contains { $0.status == "FROBNICATED" } } == 1)
        #expect(Self.records.count { profiles($0).isEmpty } == 2)
        #expect(Self.records.count { profiles($0).contains { $0.damagedInteractionDate != nil } } == 1)
    }

    @Test("has statuses of every kind, most of them ACTIVE or WITHDRAWN")
    func statuses() {
        let statuses = Self.records.flatMap(profiles).map(\.status)
        let counts = Dictionary(statuses.map { ($0, 1) }, uniquingKeysWith: +)
        #expect(
            Set(counts.keys) == [
                "ACTIVE", "WITHDRAWN", "NO_CONSENT", "EXPIRED", "PENDING", "OPT_OUT", "HARD_OPT_OUT", "EXTENDED",
                "ALWAYS_ACTIVE", "FROBNICATED",
            ]
        )
        #expect(counts["ACTIVE", default: 0] + counts["WITHDRAWN", default: 0] > statuses.count * 7 / 10)
    }

    @Test("keeps every date in its order and inside the tenant's time")
    func dates() {
        for record in Self.records {
            #expect(Self.from <= record.createdDate)
            #expect(record.lastModifiedDate <= Self.to)
            for profile in profiles(record) {
                #expect(record.createdDate <= profile.consentDate ?? record.createdDate)
                #expect(profile.consentDate ?? 0 <= profile.lastInteractionDate)
                #expect(profile.withdrawalDate ?? 0 <= profile.lastInteractionDate)
                #expect(profile.lastInteractionDate <= record.lastModifiedDate)
            }
        }
    }

    @Test("has people who are ACTIVE although a withdrawal stands beside it, and ACTIVE after their expiry")
    func contradictions() {
        let active = Self.records.flatMap(profiles).filter { $0.status == "ACTIVE" }
        #expect(active.contains { $0.withdrawalDate != nil })
        #expect(active.contains { $0.expiryDate ?? .max < Self.to })
        #expect(Self.records.flatMap(profiles).contains { $0.reactivationDate != nil })
        #expect(Self.records.contains { !$0.language.utf8.allSatisfy { $0 < 128 } })
    }

    @Test("lets those who chose twice change their mind about Analytics, one way and the other")
    func secondChoices() throws {
        var ways: Set<String> = []
        for entry in Self.subjects.entries where entry.afterSecondChoice {
            let number = Int(entry.number)
            let before = Self.population.subject(number, afterSecondChoice: false)
            let after = Self.population.subject(number, afterSecondChoice: true)
            #expect(before.identifier == after.identifier)
            #expect(before.lastModifiedDate < after.lastModifiedDate)
            let first = try #require(profiles(before).first)
            let second = try #require(profiles(after).first)
            #expect(before.lastModifiedDate < second.lastInteractionDate)
            ways.insert("\(first.status) → \(second.status)")
        }
        #expect(ways == ["ACTIVE → WITHDRAWN", "WITHDRAWN → ACTIVE"])
    }

    @Test("finds everybody by identifier, whatever its form, and nobody else")
    func lookup() {
        for number in 0..<300 {
            let identifier = Self.population.identifier(of: number)
            #expect(Self.population.number(identifier: identifier) == number)
        }
        for stranger in ["", "C-1", "C-00002000", "visitor-000001@example.com", "visitor-000000@example.org"] {
            #expect(Self.population.number(identifier: stranger) == nil)
        }
    }

    @Test("lists records by last change, those of one instant by id")
    func order() {
        let order = Self.records.map { ($0.lastModifiedDate, $0.id) }
        #expect(zip(order, order.dropFirst()).allSatisfy { $0 < $1 || $0 == $1 })
        let sameInstant = Dictionary(Self.records.map { ($0.lastModifiedDate, 1) }, uniquingKeysWith: +)
        #expect(sameInstant.values.contains { $0 >= 50 }, "a page border must fall among records of one instant")
    }

    @Test("is made for any span of time", arguments: [1, 2, 14, 15, 60, 3_650])
    func spans(days: Int64) {
        let population = OneTrustPopulation(seed: 3, count: 500, from: 0, to: days * 86_400_000)
        let subjects = GeneratedSubjects(population)
        let records = subjects.entries.indices.map { subjects.subject(at: $0) }
        #expect(records.allSatisfy { 0 <= $0.createdDate && $0.lastModifiedDate <= population.to })
    }
}
