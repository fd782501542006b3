import ConsentAdapters
import ConsentTranslation
import ConsentTransport
import Synchronization

/// What is written down of an account while it is asked.
final class CassetteTape {
    private let adapter: any ConsentAdapter
    private let live: LivePull
    private var recorder: CassetteRecorder?
    private var records: [ConsentRecord] = []

    init(_ adapter: any ConsentAdapter, _ live: LivePull) {
        self.adapter = adapter
        self.live = live
    }

    /// Asks.
    func record(_ request: PullRequest) async throws {
        let watch: (any HTTPSender) -> any HTTPSender = { sender in
            let recorder = CassetteRecorder(sender)
            self.recorder = recorder
            return recorder
        }
        if request.discovers {
            _ = try await live.discovered(watch: watch)
            return
        }
        try await live.run(request, progress: ProgressLine(), watch: watch) { items in
            for item in items { records += (try? adapter.decode(item)) ?? [] }
        }
    }

    /// The cassette, masked.
    func text(_ request: PullRequest) -> String {
        let asked = request.subject.map { [SubjectID(namespace: adapter.descriptor.id, id: $0)] } ?? []
        let mask = CassetteMask(
            secrets: Array(live.connection.secrets.values) + (recorder?.tokens ?? []),
            subjects: asked + records.flatMap(\.subjects),
            strings: records.flatMap { [$0.strings.tcf, $0.strings.ac, $0.strings.gpp, $0.strings.usp] }.compactMap(
                \.self
            )
        )
        let isOfNobody = request.subject == nil && !request.discovers
        let cassette = Cassette(
            adapter: adapter.descriptor.id,
            config: live.connection.values,
            subject: request.subject.map { mask.masked($0) },
            discovers: request.discovers,
            since: isOfNobody ? request.since ?? live.now.adding(milliseconds: -86_400_000) : nil,
            now: live.now,
            exchanges: mask.masked(recorder?.exchanges ?? [])
        )
        return cassette.text(about: "recorded by `consentbridge adapter trace --http`, masked")
    }
}
