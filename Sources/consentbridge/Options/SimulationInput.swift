import BoundedJSON
import ConsentStrings
import ConsentTransport
import Foundation
import OptIn

/// What a person gives a simulation on the command line.
struct SimulationInput {
    let host: String
    let isSecure: Bool

    /// The page.
    func settings(configuration path: String, tcString: String?) throws -> PageSettings {
        var settings = PageSettings()
        settings.site = PageSite(host: host.lowercased(), isSecure: isSecure)
        settings.configuration = try Self.configuration(path)
        if let tcString {
            do throws(ConsentStringError) {
                settings.cmp = PageCMP(answering: try TCString(tcString), encodedAs: tcString)
            } catch {
                throw UsageError("The TC string (the option --tc) does not decode: \(error.message)")
            }
        }
        return settings
    }

    private static func configuration(_ path: String) throws -> PageValue {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw UsageError("The configuration file \(path) cannot be read.")
        }
        let value: PageValue
        do throws(JSONError) {
            value = try PageValue(json: Array(data), limits: OptInLimits.input)
        } catch {
            let (line, column) = place(of: error.byteOffset, in: data)
            throw UsageError(
                "\(path):\(line):\(column): \(error.message) Write JSON, with every name in double quotes."
            )
        }
        guard case .object = value else {
            throw UsageError("\(path):1:1: The configuration is no object; write {\"doesOptInApply\": true, …}.")
        }
        return value
    }

    private static func place(of offset: Int, in data: Data) -> (line: Int, column: Int) {
        let before = data.prefix(offset)
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? before.startIndex
        return (before.count { $0 == 0x0A } + 1, String(decoding: before[lineStart...], as: UTF8.self).count + 1)
    }

    /// The cookie: JSON or an encoded value, set as the library would set it, or a `Set-Cookie` line as it is.
    func cookie(_ text: String, at now: Int64) throws -> CookieJar.Cookie {
        let line = text.hasPrefix("Set-Cookie:") ? text.dropFirst("Set-Cookie:".count) : text[...]
        let site = PageSite(host: host.lowercased(), isSecure: isSecure)
        if line.hasPrefix("{") { return CookieJar.Cookie(libraryJSON: String(line), site: site, at: now) }
        guard line.contains(";") else {
            let value = line.hasPrefix("\(OptInCookie.name)=") ? line.dropFirst(OptInCookie.name.count + 1) : line
            return CookieJar.Cookie(libraryValue: String(value), site: site, at: now)
        }
        guard var cookie = CookieJar.Cookie(assignment: String(line), host: site.host), cookie.name == OptInCookie.name
        else {
            throw UsageError("The option --cookie wants \(OptInCookie.name)=…; attributes may stand behind it.")
        }
        cookie.end = try end(of: String(line), at: now)
        return cookie
    }

    /// `Max-Age`, else `Expires` (RFC 6265 section 5.3).
    private func end(of line: String, at now: Int64) throws -> Int64? {
        var expires: Int64?
        for part in line.split(separator: ";").dropFirst() {
            let words = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard words.count == 2 else { continue }
            switch words[0].lowercased() {
            case "max-age":
                guard let seconds = Int64(words[1]), seconds.magnitude < 1 << 40 else {
                    throw UsageError("Max-Age in the option --cookie wants a number of seconds.")
                }
                return now + seconds * 1_000
            case "expires":
                guard let time = HTTPDate.parse(words[1], now: UnixTime(seconds: now / 1_000)) else {
                    throw UsageError("Expires in the option --cookie is no date; write Fri, 14 Feb 2025 05:13:20 GMT.")
                }
                expires = time.seconds * 1_000
            default: break
            }
        }
        return expires
    }
}
