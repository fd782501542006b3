import ArgumentParser
import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import Foundation
import OptIn

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the whole main job against a scripted CMP on this machine.",
        discussion: """
            The CMP serves 2,000 data subjects and does everything wrong that CMPs do on a
            bad day: a token that ends midway, two requests to slow down, a server error,
            an answer cut off in the middle.

            Examples:
              consentbridge demo
              consentbridge demo --serve --port 8080

            With --serve it is the scripted CMP alone, to try `sync run` by hand.
            """
    )

    @OptionGroup var adapters: AdapterOptions

    @Option(help: ArgumentHelp("The scenario of the scripted CMP.", valueName: "file"))
    var scenario: String?

    @Option(help: ArgumentHelp("Keep the store in this file.", valueName: "file"))
    var store: String?

    @Option(
        help: ArgumentHelp("The time at which everything is judged.", valueName: "instant"),
        transform: Instant.argument
    )
    var now: Instant?

    @Flag(help: "Serve the scripted CMP alone until interrupted.")
    var serve = false

    @Option(help: ArgumentHelp("The port to serve on; one of the system's choice without it.", valueName: "number"))
    var port: Int = 0

    /// The time at which the scenario takes place, so that the demo says the same in any year.
    private static let instant = "2026-11-24T00:00:00Z"

    func run() async throws {
        let fixtures = URL(fileURLWithPath: try adapters.folder()).deletingLastPathComponent()
            .appendingPathComponent("Fixtures").path
        let script = try Scenario(contentsOf: scenario ?? "\(fixtures)/scenarios/onetrust-v4.yaml")
        if serve {
            try await ScriptedCMP(script, port: port).run { server in
                StandardOutput.write(
                    "serving \(script.name) on \(server.baseURL); try in another terminal:\n"
                        + "  DEMO_CMP=127.0.0.1:\(server.port) DEMO_SECRET=demo-secret consentbridge sync run "
                        + "\(fixtures)/demo/bridge.yaml --store consent.db --now \(Self.instant)\n"
                )
            }
            return
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("consentbridge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = store ?? folder.appendingPathComponent("demo.db").path
        try await ScriptedCMP.run(script, port: port) { server in
            try await play(server, fixtures, path)
        }
    }

    private func play(_ server: ScriptedCMP.Running, _ fixtures: String, _ path: String) async throws {
        let file = try JobFile(
            contentsOf: "\(fixtures)/demo/bridge.yaml",
            environment: ["DEMO_CMP": "127.0.0.1:\(server.port)", "DEMO_SECRET": "demo-secret"]
        )
        let now = now ?? Instant(iso8601: Self.instant) ?? Instant(milliseconds: 0)
        let runner = SyncRunner(
            file: file,
            jobs: file.jobs,
            registry: try adapters.registry(),
            now: now,
            scope: .changes
        )
        let lock = try RunLock(store: path)
        let store = try SQLiteStore(path: path)
        defer { withExtendedLifetime(lock) {} }

        heading("Pull what changed, from a CMP that fails in five ways")
        try await sync(runner, store)
        StandardOutput.write(
            "The CMP was asked \(server.log.requestCount) times and \(server.log.faults.count) of its answers were faults.\n"
        )
        heading("Who permits what")
        StandardOutput.write(try await permissionTable(store))
        heading("Run again: nothing new, nothing changes")
        try await sync(runner, store)
        heading("Why, for one subject")
        try await explainSubject(store, runner)
        heading("Why, for a cookie that somebody pasted")
        try explain(Self.cookie, runner)
        heading("Why, for a TC string")
        try explain(Self.tcString, runner)
    }

    private func sync(_ runner: SyncRunner, _ store: SQLiteStore) async throws {
        let reports = await runner.run(in: store, progress: ProgressLine())
        StandardOutput.write(SyncReportText.table(reports))
        if let failure = reports.compactMap(\.failure).first { throw failure }
    }

    private func heading(_ text: String) {
        StandardOutput.write("\n" + Style.bold("── \(text)") + "\n")
    }

    private func permissionTable(_ store: SQLiteStore) async throws -> String {
        let counts = try await store.permissionCounts()
        var table = Table([("CATEGORY", .left), ("APPROVED", .right), ("DENIED", .right), ("UNDECIDED", .right)])
        for category in Category.allCases {
            let count = counts[category]
            table.add([category.rawValue, String(count.approved), String(count.denied), String(count.undecided)])
        }
        return table.text + "\(counts.subjects) subjects\n"
    }

    private func explainSubject(_ store: SQLiteStore, _ runner: SyncRunner) async throws {
        guard let stored = try await store.subjects(approving: [], after: nil, limit: 1).first,
            let details = try await store.subject(stored.subject)
        else { return }
        let decider = PolicyDecider(
            policy: runner.file.policy.policy,
            mappings: SyncEngine.mappings(runner.registry, runner.file.jobs),
            now: runner.now
        )
        StandardOutput.write(try SubjectText(details: details, decider: decider).text())
    }

    private func explain(_ payload: String, _ runner: SyncRunner) throws {
        let translator = Translator(registry: runner.registry, policy: Policy(), now: runner.now)
        StandardOutput.write("$ consentbridge explain '\(payload)'\n")
        let translation = try translator.translate(payload, comparingTCFRules: true)
        StandardOutput.write(TranslationText(translation: translation, isExplaining: true).text)
    }

    private static let cookie =
        "OptanonConsent=isGpcEnabled=0&datestamp=Mon+Mar+02+2026+10%3A15%3A04+GMT%2B0100&version=202601.1.0"
        + "&interactionCount=1&landingPath=NotLandingPage&groups=C0001%3A1%2CC0002%3A1%2CC0003%3A0%2CC0004%3A0"
        + "&geolocation=AT%3B9&AwaitingReconsent=false; OptanonAlertBoxClosed=2026-03-02T09:15:04.127Z"

    private static let tcString = "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA"
}
