import Foundation
import Hummingbird
import Logging
import NIOCore

/// A CMP server on loopback that plays a ``Scenario``.
///
/// ```swift
/// try await ScriptedCMP.run(scenario) { server in
///     try await pull(from: server.baseURL)
///     #expect(server.log.unmatched.isEmpty)
/// }
/// ```
///
/// It listens on 127.0.0.1 only, on a port of the system's choice unless one is asked for, and is gone when the closure
/// has returned or thrown. Each server starts its scenario from the beginning.
public struct ScriptedCMP: Sendable {
    /// A server that is up.
    public struct Running: Sendable {
        /// The port on 127.0.0.1.
        public let port: Int
        /// What was asked and answered so far.
        public let log: RequestLog
        /// The address without a slash at its end, such as `http://127.0.0.1:49152`.
        public var baseURL: String { "http://127.0.0.1:\(port)" }
    }

    private let port: Int
    private let stage: Stage

    /// What the server was asked and what it answered.
    public var log: RequestLog { stage.log }

    /// Prepares a server; nothing listens yet. Port 0 is one of the system's choice.
    public init(_ scenario: Scenario, port: Int = 0) {
        self.port = port
        stage = Stage(scenario)
    }

    /// Serves until the task is cancelled, and tells as soon as it listens.
    ///
    /// Throws what the system says where the port cannot be had. A cancelled task is the regular end and throws nothing.
    public func run(onListening: @escaping @Sendable (Running) async -> Void = { _ in }) async throws {
        let log = stage.log
        let application = Application(
            responder: StageResponder(stage: stage),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                guard let port = channel.localAddress?.port else { return }
                await onListening(Running(port: port, log: log))
            },
            logger: Logger(label: "scripted-cmp") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            try await application.run()
        } catch is CancellationError {
            return
        }
    }

    /// Serves a scenario while a closure runs, and returns what the closure returns.
    ///
    /// Throws what the closure throws, or what the system says where the port cannot be had.
    @discardableResult
    public nonisolated(nonsending) static func run<Result>(
        _ scenario: Scenario,
        port: Int = 0,
        _ body: (Running) async throws -> Result
    ) async throws -> Result {
        let server = ScriptedCMP(scenario, port: port)
        let (listening, announcement) = AsyncStream.makeStream(of: Running.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { announcement.finish() }
                try await server.run { running in announcement.yield(running) }
            }
            guard let running = await listening.first(where: { _ in true }) else {
                try await group.waitForAll()
                throw CancellationError()
            }
            let result = try await body(running)
            group.cancelAll()
            return result
        }
    }
}
