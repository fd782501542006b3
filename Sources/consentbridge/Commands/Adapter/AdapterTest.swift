import ArgumentParser
import ConsentAdapters
import ConsentTesting
import ConsentTransport
import Foundation

extension AdapterCommand {
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Runs the cases of adapters, cuts every payload at every byte, and plays cassettes.",
            discussion: """
                Examples:
                  consentbridge adapter test
                  consentbridge adapter test onetrust-cookie --laws
                  consentbridge adapter test acme --update

                A cassette (`adapter trace --http`) is played as if the platform answered: the adapter must ask for all that
                it has and for nothing else.

                --laws checks everything that an adapter must keep: besides cuts also flipped bits, escapes, \
                nesting, repetition, and that each part of the manifest is missed by a case.

                --update writes what came into the cases that fail or have no `expect` yet. Read what it writes: \
                a wrong adapter makes its cases wrong too.
                """
        )

        @OptionGroup var adapters: AdapterOptions

        @Flag(help: "Write what came into the cases that came out otherwise.")
        var update = false

        @Flag(help: "Check all laws of adapters, at length.")
        var laws = false

        @Flag(help: "One JSON object for each case and each law.")
        var json = false

        @Argument(help: ArgumentHelp("The adapters; all where none is named.", valueName: "id"))
        var names: [String] = []

        func run() async throws {
            let folder = try adapters.folder()
            let registry = try adapters.registry(asked: names)
            let chosen = try names.isEmpty ? registry.adapters : names.map { try registry.adapter($0) }
            var report = TestReport(isJSON: json)
            try await AdapterTrial.each(chosen, in: folder, laws: laws ? Self.allLaws : [.truncation]) { trial in
                report.add(trial, updated: update ? try Self.update(trial) : [])
            }
            report.finish()
            if report.failed > 0 || (names.isEmpty && !registry.broken.isEmpty) { throw Finished(status: .failures) }
        }

        /// The cases themselves are told one by one.
        private static let allLaws = Law.allCases.filter { $0 != .cases }

        /// Writes what came into the files of the cases that came out otherwise; answers their names.
        private static func update(_ trial: AdapterTrial) throws -> Set<String> {
            var updated: Set<String> = []
            for run in trial.runs where !run.differences.isEmpty {
                let file = "\(trial.folder)/\(run.item.name).yaml"
                let text = try CaseFile(try AdapterCase.text(of: file), file: file)
                    .replacing(CaseExpectation(run.outcome))
                guard (try? Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)) != nil else {
                    throw UsageError("The case \(file) cannot be written.")
                }
                updated.insert(run.item.name)
            }
            return updated
        }
    }
}

/// One adapter with what came of its cases and of the laws.
struct AdapterTrial: Sendable {
    /// A case with what came of it.
    struct Run: Sendable {
        let item: AdapterCase
        let outcome: CaseOutcome
        let differences: [CaseDifference]
    }

    let id: String
    /// Where the cases are.
    let folder: String
    let runs: [Run]
    /// Cases that cannot be read.
    let broken: [DiagnosticsError]
    /// The cassettes, with what is wrong with each.
    let cassettes: [(name: String, problems: [String])]
    /// The laws that were checked, with their breaches.
    let laws: [(law: Law, breaches: [LawBreach])]

    /// Tries adapters on all processors and hands them over in their order.
    static func each(
        _ adapters: [any ConsentAdapter],
        in folder: String,
        laws: [Law],
        _ body: (AdapterTrial) throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (Int, AdapterTrial).self) { group in
            var next = 0
            var waiting: [Int: AdapterTrial] = [:]
            for (index, adapter) in adapters.enumerated() {
                group.addTask { (index, await AdapterTrial(adapter, in: folder, laws: laws)) }
            }
            while let (index, trial) = try await group.next() {
                waiting[index] = trial
                while let trial = waiting.removeValue(forKey: next) {
                    try body(trial)
                    next += 1
                }
            }
        }
    }

    private init(_ adapter: any ConsentAdapter, in folder: String, laws: [Law]) async {
        id = adapter.descriptor.id
        self.folder = "\(folder)/\(id)/cases"
        var cases: [AdapterCase] = []
        var broken: [DiagnosticsError] = []
        for file in AdapterCase.files(in: self.folder) {
            do throws(DiagnosticsError) {
                cases.append(try AdapterCase(draft: file))
            } catch {
                broken.append(error)
            }
        }
        self.broken = broken
        runs = cases.map { item in
            let outcome = item.outcome(with: adapter)
            return Run(item: item, outcome: outcome, differences: item.differences(from: outcome))
        }
        let played = await Self.played("\(folder)/\(id)/cassettes", adapter)
        cassettes = played.map { ($0.name, $0.problems) }
        let checker = AdapterLaws(adapter, cases: cases)
        var breaches = laws.map { (law: $0, breaches: checker.breaches(of: $0, effort: .full)) }
        if let index = laws.firstIndex(of: .mutation) {
            let law = await CassetteLaw(checker, of: adapter, cassettes: played.compactMap(\.cassette))
            breaches[index].breaches += law.breaches.map { LawBreach(.mutation, $0) }
        }
        self.laws = breaches
    }

    /// Plays the cassettes of a folder.
    private static func played(
        _ folder: String,
        _ adapter: any ConsentAdapter
    ) async -> [(name: String, cassette: Cassette?, problems: [String])] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        var played: [(name: String, cassette: Cassette?, problems: [String])] = []
        for name in names where name.hasSuffix(".yaml") {
            let file = "\(folder)/\(name)"
            do {
                let text = String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
                let cassette = try Cassette(yaml: text, file: file)
                let replay = await CassetteReplay(of: cassette, with: adapter)
                played.append((String(name.dropLast(5)), cassette, replay.problems))
            } catch {
                played.append((String(name.dropLast(5)), nil, ["\(error)"]))
            }
        }
        return played
    }
}
