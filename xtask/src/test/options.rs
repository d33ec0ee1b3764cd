//! The command line of `cargo xtask test`.

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};

use super::runtime::Runtime;
use super::step::Step;
use crate::browsers::Engine;

/// The options of `cargo xtask test`.
#[derive(Debug, Args)]
pub struct Options {
    /// Also runs the tests that take long: 100 000 cases of each property, the lint of the build
    /// tools' own tools, every end-to-end test in each browser and on the JavaScript engine too,
    /// 1 000 reveals of an image, `./testing` in each browser, and its examples.
    #[arg(long)]
    pub deep: bool,
    /// Only runs the tests of the package, unless `--only` names others: the tarball with linters,
    /// Node and compilers, in server runtimes, in every application of tests/packaging, transpiled
    /// to ES5, and in the examples; in Chromium.
    #[arg(long, conflicts_with = "engine")]
    pub packaging: bool,
    /// One browser engine; may be repeated. All three by default.
    #[arg(long)]
    engine: Vec<Engine>,
    /// One of the package's engines, for the end-to-end tests. By default, all tests run on
    /// WebAssembly and some on the others.
    #[arg(long)]
    pub runtime: Option<Runtime>,
    /// One step, or tests in it; may be repeated. In `e2e:origins` and `e2e:contract/modal`, the
    /// name is a file's, and in `e2e:contract` a folder's; other names are patterns of test names.
    #[arg(long, value_name = "STEP[:NAME]")]
    only: Vec<Selection>,
    /// Applies the named patches of tests/sabotage, or all of them, one after the other, and fails
    /// unless tests fail with each of them.
    #[arg(long, value_name = "PATCH", num_args = 0.., conflicts_with_all = ["only", "engine", "runtime", "packaging"])]
    pub sabotage: Option<Vec<String>>,
    /// With `--sabotage`: only checks that each patch applies, which takes a second.
    #[arg(long, requires = "sabotage")]
    pub dry_run: bool,
}

impl Options {
    /// The browsers to test in.
    pub fn engines(&self) -> Vec<Engine> {
        match self.engine.as_slice() {
            [] if self.packaging => vec![Engine::Chromium],
            [] => Engine::ALL.to_vec(),
            some => some.to_vec(),
        }
    }

    /// The steps to run, in order: the selected ones and those that they need. All of them if none
    /// is selected.
    pub fn steps(&self) -> BTreeSet<Step> {
        steps(&self.selections())
    }

    /// The selected tests of a step; none if the whole step is selected.
    pub fn names(&self, step: Step) -> Vec<String> {
        names(&self.selections(), step)
    }

    /// By `--only` or `--packaging`.
    fn selections(&self) -> Vec<Selection> {
        if self.packaging && self.only.is_empty() {
            return PACKAGE_STEPS
                .map(|step| Selection { step, name: None })
                .to_vec();
        }
        self.only.clone()
    }
}

/// The steps of `--packaging`.
const PACKAGE_STEPS: [Step; 6] = [
    Step::Packed,
    Step::Types,
    Step::Server,
    Step::Testing,
    Step::Packaging,
    Step::Es5,
];

/// A step, or some of its tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    step: Step,
    name: Option<String>,
}

impl std::str::FromStr for Selection {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (step, name) = match text.split_once(':') {
            Some((step, name)) => (step, Some(name.to_owned())),
            None => (text, None),
        };
        let names = || Step::value_variants().iter().map(|step| step.name());
        Ok(Self {
            step: Step::from_str(step, true)
                .map_err(|_| format!("steps are: {}", names().collect::<Vec<_>>().join(", ")))?,
            name,
        })
    }
}

fn steps(only: &[Selection]) -> BTreeSet<Step> {
    if only.is_empty() {
        return Step::value_variants().iter().copied().collect();
    }
    only.iter()
        .flat_map(|selection| {
            selection
                .step
                .needs()
                .iter()
                .copied()
                .chain([selection.step])
        })
        .collect()
}

fn names(only: &[Selection], step: Step) -> Vec<String> {
    let of_step: Vec<_> = only
        .iter()
        .filter(|selection| selection.step == step)
        .collect();
    if of_step.iter().any(|selection| selection.name.is_none()) {
        return Vec::new();
    }
    of_step
        .into_iter()
        .filter_map(|selection| selection.name.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use clap::{Parser as _, ValueEnum as _};

    use super::{Options, Selection, Step, names, steps};

    fn only(texts: &[&str]) -> Vec<Selection> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn steps_of(line: &[&str]) -> Vec<Step> {
        let line = Line::parse_from([&["test"], line].concat());
        line.options.steps().into_iter().collect()
    }

    #[test]
    fn packaging_runs_the_steps_about_the_package_unless_steps_are_selected() {
        let package = [
            Step::Package,
            Step::Packed,
            Step::Types,
            Step::Server,
            Step::Testing,
            Step::Packaging,
            Step::Es5,
        ];
        assert_eq!(steps_of(&["--packaging"]), package);
        assert_eq!(
            steps_of(&["--packaging", "--only", "packaging:Vite"]),
            [Step::Package, Step::Packaging]
        );
        assert_eq!(steps_of(&[]).len(), Step::value_variants().len());
    }

    #[test]
    fn without_a_selection_every_step_runs() {
        assert_eq!(steps(&[]).len(), Step::value_variants().len());
    }

    #[test]
    fn a_step_adds_the_steps_that_it_needs_before_it() {
        let steps: Vec<Step> = steps(&only(&["e2e:origins"])).into_iter().collect();
        assert_eq!(steps, [Step::Package, Step::E2e]);
    }

    #[test]
    fn names_narrow_a_step_unless_the_whole_step_is_selected_too() {
        assert_eq!(
            names(&only(&["e2e:origins", "e2e:modal"]), Step::E2e),
            ["origins", "modal"]
        );
        assert!(names(&only(&["e2e:origins", "e2e"]), Step::E2e).is_empty());
        assert!(names(&only(&["e2e:origins"]), Step::Package).is_empty());
    }

    #[test]
    fn an_unknown_step_is_refused_with_the_known_ones() {
        let refusal = "e2f".parse::<Selection>().unwrap_err();
        assert!(refusal.contains("native") && refusal.contains("e2e"));
    }
}
