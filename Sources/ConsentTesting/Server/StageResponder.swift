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
        case .whole, .paused, .cutOff:
            break
        case .delayed(let wait):
            try await Task.sleep(for: wait)
        case .hungUp:
            try? await context.channel.close()
            return Response(status: .internalServerError)
        }
        return Response(status: .init(code: answer.status), headers: answer.headers, body: Self.body(answer))
    }

    /// The body, which may rest in the middle, or end there although it was announced in full.
    private static func body(_ answer: ScriptedAnswer) -> ResponseBody {
        let bytes = answer.body
        switch answer.delivery {
        case .whole, .delayed, .hungUp:
            return ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .paused(let wait):
            return ResponseBody(contentLength: bytes.count) { writer in
                try await writer.write(ByteBuffer(bytes: bytes.prefix(bytes.count / 2)))
                try await Task.sleep(for: wait)
                try await writer.write(ByteBuffer(bytes: bytes.dropFirst(bytes.count / 2)))
                try await writer.finish(nil)
            }
        case .cutOff(let byteCount):
            return ResponseBody(contentLength: bytes.count) { writer in
                try await writer.write(ByteBuffer(bytes: bytes.prefix(byteCount)))
                throw CutOff()
            }
        }
    }

    private static func scripted(_ request: Request) async throws -> ScriptedRequest {
        let body = try await request.body.collect(upTo: Limits.maxRequestBodyBytes)
        return ScriptedRequest(
            method: request.method.rawValue,
            path: request.uri.path,
            query: request.uri.query ?? "",
            headers: request.headers,
            body: Array(body.readableBytesView),
            authority: request.head.authority ?? ""
        )
    }
}
