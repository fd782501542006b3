import BoundedJSON
import ConsentTranslation

extension OneTrustSubject {
    /// Writes the subject as one JSON object.
    func write(into json: inout JSONWriter) {
        json.beginObject()
        json.member("id", id)
        if let identifier { json.member("identifier", identifier) }
        json.member("language", language)
        json.member("createdDate", instant: createdDate)
        json.member("lastModifiedDate", instant: lastModifiedDate)
        json.key("testDataSubject")
        json.bool(false)
        json.key("profiles")
        profiles.write(into: &json)
        if let consentString {
            json.key("consentStrings")
            json.beginArray()
            consentString.write(into: &json)
            json.endArray()
        }
        json.member("latestGeoLocation", latestGeoLocation)
        json.endObject()
    }
}

extension OneTrustSubject.ProfileList {
    fileprivate func write(into json: inout JSONWriter) {
        switch self {
        case .text(let text):
            json.string(text)
        case .numbers(let numbers):
            json.beginArray()
            for number in numbers { json.integer(number) }
            json.endArray()
        case .profiles(let profiles):
            json.beginArray()
            for profile in profiles { profile.write(into: &json) }
            json.endArray()
        }
    }
}

extension OneTrustSubject.ConsentString {
    fileprivate func write(into json: inout JSONWriter) {
        json.beginObject()
        json.member("type", type)
        json.member("content", content)
        json.member("receivedDate", instant: receivedDate)
        json.member("interactionDate", instant: interactionDate)
        json.endObject()
    }
}

extension ConsentProfile {
    /// Writes the profile as one JSON object. A date that is not there is `null`, not a key that is missing.
    fileprivate func write(into json: inout JSONWriter) {
        json.beginObject()
        json.member("id", id)
        json.member("name", name)
        json.key("version")
        json.integer(version)
        json.member("status", status)
        json.member("consentDate", instant: consentDate)
        json.member("withdrawalDate", instant: withdrawalDate)
        json.member("reactivationDate", instant: reactivationDate)
        json.member("expiryDate", instant: expiryDate)
        if let damagedInteractionDate {
            json.member("lastInteractionDate", damagedInteractionDate)
        } else {
            json.member("lastInteractionDate", instant: lastInteractionDate)
        }
        json.member("geolocation", geolocation)
        json.member("source", source)
        json.endObject()
    }
}

extension JSONWriter {
    /// Writes a member that is text, or `null`.
    mutating func member(_ name: String, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    /// Writes a member that is an instant of so many milliseconds since 1970, or `null`.
    fileprivate mutating func member(_ name: String, instant milliseconds: Int64?) {
        member(name, milliseconds.map { Instant(milliseconds: $0).iso8601 })
    }
}
