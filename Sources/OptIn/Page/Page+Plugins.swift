extension Page {
    /// The name of the TCF plug-in.
    static let pluginName = "iabPlugin"

    /// `registerPlugin`.
    mutating func registerPlugin(_ plugin: PageValue) throws(PageError) {
        guard case .object(let object) = plugin, let name = object["name"], name.isTruthy,
            case .function? = object["onRegister"]
        else { throw .library(.invalidPlugin) }
        guard !plugins.contains(where: { $0.name == name.text }) else { return }
        plugins.append((name: name.text, object: object))
        _ = try call(object["onRegister"] ?? .undefined, [.service])
    }

    /// `execute`: only a command without the right form is thrown, everything else that goes wrong is logged.
    mutating func execute(_ request: PageValue) throws(PageError) {
        let request = request == .undefined ? .object(PageObject()) : request
        let command = try request.member("command")
        guard command.isTruthy else { throw .library(.invalidCommand) }
        switch command {
        case .string(let text) where text.contains("."):
            do {
                let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
                try execute(parts[0], parts[1], try request.member("params"), try request.member("callback"))
            } catch {
                world.log("[execute] Something went wrong: \(error.loggedMessage)")
            }
        case .string, .array: throw .library(.invalidCommand)
        default: throw .engine(.typeError)
        }
    }

    /// Calls a plug-in's API with the parameters and the callback in one object.
    private mutating func execute(
        _ plugin: String,
        _ api: String,
        _ parameters: PageValue,
        _ callback: PageValue
    ) throws(PageError) {
        guard let registered = plugins.first(where: { $0.name == plugin }) else { throw .library(.unknownCommand) }
        if parameters == .null { throw .engine(.typeError) }
        var arguments = parameters.ownProperties
        arguments["callback"] = callback == .undefined ? .function(.nothing) : callback
        guard let object = registered.object else { return try askPlugin(api, arguments) }
        guard case .function? = object[api] else { throw .library(.unknownCommand) }
        _ = try call(object[api] ?? .undefined, [.object(arguments)])
    }
}
