//! A token needs a second factor where the session requires one.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::support::{Session, World, json_of, send, text};

impl Session<'_> {
    async fn require_step_up(&self) {
        let request = self.request(Method::PUT, "/sandbox/step-up");
        let response = send(request.json(&json!({ "isRequired": true }))).await;
        assert_eq!(response.status(), 204);
    }

    async fn step_up(&self, path: &str, body: &Value) -> Response {
        let request = self.request(Method::POST, &format!("/api/step-up/{path}"));
        send(request.json(body)).await
    }

    /// Sends a code, and reads it from the phone.
    async fn receive_code(&self) -> String {
        assert_eq!(self.step_up("code", &json!({})).await.status(), 204);
        let message = text(&json_of(self.get("/sandbox/phone").await).await, "message");
        message.chars().filter(char::is_ascii_digit).collect()
    }

    async fn proof(&self) -> String {
        let code = json!({ "code": self.receive_code().await });
        text(
            &json_of(self.step_up("code/check", &code).await).await,
            "proof",
        )
    }

    /// The status of a request for each kind of token.
    async fn token_statuses(&self, proof: &str) -> Vec<u16> {
        let mut statuses = Vec::new();
        for path in ["set-pin/token", "pin/token", "details/token"] {
            let request = self.request(Method::POST, &format!("/api/card/{path}"));
            let request = request.header("x-step-up", proof);
            let body = match path {
                "set-pin/token" => json!({ "isEmbedded": true }),
                _ => json!({}),
            };
            statuses.push(send(request.json(&body)).await.status().as_u16());
        }
        statuses
    }
}

#[tokio::test]
async fn a_proof_allows_tokens_of_its_own_session_and_repeated_requests() {
    let world = World::start().await;
    let settings = json!({ "pin": "4826" });
    let session = world.session_with(settings.clone()).await;
    let other = world.session_with(settings).await;
    assert_eq!(session.token_statuses("").await, [200; 3], "not required");
    session.require_step_up().await;
    other.require_step_up().await;
    assert_eq!(session.token_statuses("").await, [403; 3]);
    let proof = session.proof().await;
    assert_eq!(session.token_statuses(&proof).await, [200; 3]);
    assert_eq!(session.token_statuses(&proof).await, [200; 3]);
    assert_eq!(other.token_statuses(&proof).await, [403; 3]);
    assert_eq!(session.card_status_response().await.status(), 200);
}

#[tokio::test]
async fn a_proof_is_recorded_by_its_name_and_not_by_its_value() {
    let world = World::start().await;
    let session = world.session_with(json!({ "pin": "4826" })).await;
    session.require_step_up().await;
    let proof = session.proof().await;
    assert_eq!(session.token_statuses(&proof).await, [200; 3]);
    let observed = session.observed().await;
    for nth in 0..3 {
        assert_eq!(
            observed["tokenRequests"][nth]["headers"]["x-step-up"],
            "****"
        );
    }
    assert!(!observed.to_string().contains(&proof));
}

#[tokio::test]
async fn a_code_gives_one_proof_and_too_many_wrong_ones_end_the_tries() {
    let world = World::start().await;
    let session = world.session().await;
    let code = json!({ "code": session.receive_code().await });
    assert_eq!(session.step_up("code/check", &code).await.status(), 200);
    for status in [403, 403, 403, 403, 429, 429] {
        let response = session.step_up("code/check", &code).await;
        assert_eq!(response.status(), status);
    }
    assert_eq!(session.step_up("code", &json!({})).await.status(), 429);
    let malformed = session.step_up("code/check", &json!({ "code": 1 })).await;
    assert_eq!(malformed.status(), 400);
}

#[tokio::test]
async fn a_credential_that_does_not_fit_a_challenge_gives_no_proof() {
    let world = World::start().await;
    let session = world.session().await;
    for path in ["passkey", "passkey/check"] {
        assert_eq!(session.step_up(path, &json!({})).await.status(), 403);
    }
    let options = json_of(session.step_up("passkey/new", &json!({})).await).await;
    assert_eq!(options["rp"]["id"], "localhost");
    let challenge = json_of(session.step_up("passkey/challenge", &json!({})).await).await;
    assert_eq!(challenge["userVerification"], "required");
    for path in ["passkey", "passkey/check"] {
        let response = session
            .step_up(path, &json!({ "id": "x", "type": "public-key" }))
            .await;
        assert_eq!(response.status(), 403);
    }
    let passkey = json_of(session.get("/api/step-up/passkey").await).await;
    assert_eq!(passkey, json!({ "isRegistered": false }));
}
