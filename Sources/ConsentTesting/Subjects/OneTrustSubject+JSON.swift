import BoundedJSON

extension OneTrustSubject {
    /// Writes the subject as one JSON object.
    func write(into json: inout JSONWriter) {
        json.beginObject()
        json.member("id", id)
        if let identifier { json.member("identifier", identifier) }
        json.member("language", language)
        json.member("createdDate", InstantText.text(createdDate))
        json.member("lastModifiedDate", InstantText.text(lastModifiedDate))
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
        json.member("receivedDate", InstantText.text(receivedDate))
        json.member("interactionDate", InstantText.text(interactionDate))
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
        json.member("consentDate", consentDate.map(InstantText.text))
        json.member("withdrawalDate", withdrawalDate.map(InstantText.text))
        json.member("reactivationDate", reactivationDate.map(InstantText.text))
        json.member("expiryDate", expiryDate.map(InstantText.text))
        json.member("lastInteractionDate", damagedInteractionDate ?? InstantText.text(lastInteractionDate))
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
}
