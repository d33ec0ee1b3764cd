//! Runs the selected steps and reports their results.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::context::Context;
use super::node::Job;
use super::options::Options;
use super::process::Conclusion;
use super::step::Step;
use super::{mutants, pool, steps};
use crate::progress::report_progress;
use crate::repo::Repo;
use crate::table::columns;

/// The result of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Passed,
    Failed,
    /// A step that it needs did not pass.
    NotRun,
}

struct StepReport {
    step: Step,
    verdict: Verdict,
    time: Duration,
}

/// Runs every selected step, also after a failure, and fails at the end if one did.
pub fn run(repo: &Repo, options: &Options) -> Result<()> {
    if let Some(names) = &options.sabotage {
        return mutants::run(repo, names, options.dry_run);
    }
    let steps = options.steps();
    steps::e2e::check_names(repo, &options.names(Step::E2e))?;
    let mut context = Context::new(repo, options)?;
    context.prepare(&steps)?;
    let start = Instant::now();
    let mut reports: Vec<StepReport> = Vec::new();
    let mut jobs = Vec::new();
    for step in steps {
        let (report, of_step) = run_step(&mut context, step, &options.names(step), &reports);
        reports.push(report);
        jobs.extend(of_step);
    }
    if !jobs.is_empty() {
        add_results(&mut reports, &pool::run(repo, jobs)?);
    }
    conclude(&reports, start.elapsed())
}

/// Adds the times and the failures of the steps' jobs.
fn add_results(reports: &mut [StepReport], conclusions: &[Conclusion]) {
    for job in conclusions {
        for report in &mut *reports {
            if report.step == job.step {
                report.time += job.time;
                if job.failure.is_some() {
                    report.verdict = Verdict::Failed;
                }
            }
        }
    }
}

/// Runs the step, or returns it as passed with the jobs that will run.
fn run_step(
    context: &mut Context,
    step: Step,
    names: &[String],
    before: &[StepReport],
) -> (StepReport, Vec<Job>) {
    let start = Instant::now();
    let missing = before
        .iter()
        .find(|report| step.needs().contains(&report.step) && report.verdict != Verdict::Passed);
    let (verdict, jobs) = match missing {
        Some(missing) => {
            eprintln!(
                "{} needs {}, which failed",
                step.name(),
                missing.step.name()
            );
            (Verdict::NotRun, Vec::new())
        }
        None => {
            report_progress(&format!("== {}", step.name()));
            match steps::run(context, step, names) {
                Ok(jobs) => (Verdict::Passed, jobs),
                Err(error) => {
                    eprintln!("{} failed: {error:#}", step.name());
                    (Verdict::Failed, Vec::new())
                }
            }
        }
    };
    let report = StepReport {
        step,
        verdict,
        time: start.elapsed(),
    };
    (report, jobs)
}

/// Two jobs run at a time, so that `total` may be less than the sum of the steps' times.
fn conclude(reports: &[StepReport], total: Duration) -> Result<()> {
    let rows = reports.iter().map(|report| {
        let verdict = match report.verdict {
            Verdict::Passed => "passed",
            Verdict::Failed => "FAILED",
            Verdict::NotRun => "not run",
        };
        vec![
            report.step.name(),
            verdict.to_owned(),
            format!("{:.1} s", report.time.as_secs_f64()),
        ]
    });
    println!("\n{}", columns(&["step", "result", "time"], rows));
    println!(
        "{} min {:02} s in all",
        total.as_secs() / 60,
        total.as_secs() % 60
    );
    if let Some(slowest) = slowest(reports) {
        println!("slowest: {}", slowest.step.name());
    }
    let bad: Vec<String> = reports
        .iter()
        .filter(|report| report.verdict != Verdict::Passed)
        .map(|report| report.step.name())
        .collect();
    if bad.is_empty() {
        return Ok(());
    }
    bail!("did not pass: {}", bad.join(", "))
}

/// The step that took longest, if there are several.
fn slowest(reports: &[StepReport]) -> Option<&StepReport> {
    let slowest = reports.iter().max_by_key(|report| report.time);
    slowest.filter(|_| reports.len() > 1)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::step::Step;
    use super::{Conclusion, StepReport, Verdict, add_results, conclude, slowest};

    #[test]
    fn the_step_that_took_longest_is_named() {
        let report = |step, seconds| StepReport {
            step,
            verdict: Verdict::Passed,
            time: Duration::from_secs(seconds),
        };
        let reports = [
            report(Step::Format, 2),
            report(Step::E2e, 9),
            report(Step::Native, 3),
        ];
        assert_eq!(slowest(&reports).map(|report| report.step), Some(Step::E2e));
        assert!(slowest(&reports[..1]).is_none());
    }

    #[test]
    fn a_failed_job_fails_its_step_and_no_other() {
        let report = |step| StepReport {
            step,
            verdict: Verdict::Passed,
            time: Duration::from_secs(1),
        };
        let job = |name: &str, failure: Option<&str>| Conclusion {
            step: Step::E2e,
            name: name.to_owned(),
            time: Duration::from_secs(5),
            tests: Vec::new(),
            failure: failure.map(str::to_owned),
        };
        let mut reports = [report(Step::Blocks), report(Step::E2e)];
        let jobs = [job("chromium", Some("✖ one")), job("firefox", None)];
        add_results(&mut reports, &jobs);
        let results = reports.map(|report| (report.verdict, report.time.as_secs()));
        assert_eq!(results, [(Verdict::Passed, 1), (Verdict::Failed, 11)]);
    }

    #[test]
    fn one_step_that_did_not_pass_makes_the_run_fail() {
        let report = |step, verdict| StepReport {
            step,
            verdict,
            time: Duration::ZERO,
        };
        let passed = report(Step::Format, Verdict::Passed);
        let missed = report(Step::E2e, Verdict::NotRun);
        assert!(conclude(&[passed], Duration::ZERO).is_ok());
        let passed = report(Step::Format, Verdict::Passed);
        assert!(
            conclude(&[passed, missed], Duration::ZERO)
                .unwrap_err()
                .to_string()
                .contains("e2e")
        );
    }
}
