import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Carries requests from the wire to the ``Stage`` and its answers back, spoiled the way they should be.
struct StageResponder: HTTPResponder {
    /// The connection that a request came by, kept so that it can be ended.
    struct Context: InitializableFromSource {
        let channel: any Channel

        init(source: ApplicationRequestContextSource) {
            channel = source.channel
        }
    }

    /// Ends a connection in the middle of a body, by being thrown there.
    private struct CutOff: Error {}

    let stage: Stage

    func respond(to request: Request, context: Context) async throws -> Response {
        let scripted: ScriptedRequest
        do {
            scripted = try await Self.scripted(request)
        } catch is NIOTooManyBytesError {
            return Response(status: .contentTooLarge)
        }
        let answer = await stage.answer(scripted)
        switch answer.delivery {
        case .whole:
            break
        case .hungUp:
            try? await context.channel.close()
        case .delayed(let wait):
            try await Task.sleep(for: wait)
        case .paused, .cutOff:
            return Response(status: .init(code: answer.status), headers: answer.headers, body: Self.slow(answer))
        }
        return Response(
            status: .init(code: answer.delivery == .hungUp ? 500 : answer.status),
            headers: answer.headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }

    /// A body that rests in the middle, or ends there.
    private static func slow(_ answer: ScriptedAnswer) -> ResponseBody {
        ResponseBody(contentLength: answer.body.count) { writer in
            switch answer.delivery {
            case .cutOff(let byteCount):
                try await writer.write(ByteBuffer(bytes: answer.body.prefix(byteCount)))
                throw CutOff()
            case .paused(let wait):
                let middle = answer.body.count / 2
                try await writer.write(ByteBuffer(bytes: answer.body.prefix(middle)))
                try await Task.sleep(for: wait)
                try await writer.write(ByteBuffer(bytes: answer.body.dropFirst(middle)))
            case .whole, .delayed, .hungUp:
                try await writer.write(ByteBuffer(bytes: answer.body))
            }
            try await writer.finish(nil)
        }
    }

    private static func scripted(_ request: Request) async throws -> ScriptedRequest {
        let body = try await request.body.collect(upTo: Limits.maxRequestBodyBytes)
        return ScriptedRequest(
            method: request.method.rawValue,
            path: request.uri.path,
            query: request.uri.query ?? "",
            headers: request.headers,
            body: Array(body.readableBytesView)
        )
    }
}
