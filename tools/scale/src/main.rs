//! Calculates the load that the widget puts on a host's backend, by running the engine's own state
//! machine. Prints the tables of docs/scale.md as JSON.

mod cardholder;
mod simulation;
mod tables;

fn main() -> Result<(), serde_json::Error> {
    println!("{}", serde_json::to_string(&tables::all())?);
    Ok(())
}
