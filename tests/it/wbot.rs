//! Runs the real program in a folder of its own.

use std::fs;
use std::process::{Command, Output, Stdio};

/// A project folder and the arguments to run `wbot` with there. Nothing of the environment is
/// passed on.
pub struct Wbot {
    folder: tempfile::TempDir,
    args: Vec<String>,
    env: Vec<(String, String)>,
}

/// What a run printed, with assertions that can be chained.
pub struct Printed {
    pub stdout: String,
    pub stderr: String,
    code: Option<i32>,
}

impl Wbot {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("tests may write temporary files");
        Self { folder, args: Vec::new(), env: Vec::new() }
    }

    /// With a file in the folder.
    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder is ours");
        fs::write(path, content).expect("the folder is ours");
        self
    }

    /// Without a file that was in the folder.
    pub fn without(self, name: &str) -> Self {
        fs::remove_file(self.folder.path().join(name)).expect("the file is there");
        self
    }

    /// Where a file of the folder is.
    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// What a file of the folder says.
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).expect("the file is there")
    }

    /// With these arguments.
    pub fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        self.args = args.into_iter().map(str::to_owned).collect();
        self
    }

    /// With a variable of the environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The command, ready to be started, for what does not end by itself.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wbot"));
        command.args(&self.args).current_dir(self.folder.path()).env_clear();
        command.envs(self.env.iter().map(|(name, value)| (name, value))).stdin(Stdio::null());
        command
    }

    /// Like [`Self::command`], as a user who may do only what the files let them: not the administrator. The folder is
    /// theirs then.
    #[cfg(unix)]
    pub fn command_of_user(&self) -> Command {
        use std::os::unix::fs::{MetadataExt, chown, lchown};
        use std::os::unix::process::CommandExt;
        const NOBODY: u32 = 65_534;
        let folder = self.folder.path();
        let owner = fs::metadata(folder).expect("the folder is there").uid();
        if owner != 0 && owner != NOBODY {
            return self.command();
        }
        // Where the program lies only the administrator may be able to look.
        let (built, program) = (env!("CARGO_BIN_EXE_wbot"), folder.join("wbot"));
        if !program.exists() {
            fs::hard_link(built, &program).or_else(|_| fs::copy(built, &program).map(drop)).expect("a copy");
        }
        for file in fs::read_dir(folder).expect("the folder is ours").flatten() {
            if file.path() != program {
                lchown(file.path(), Some(NOBODY), Some(NOBODY)).expect("the administrator may");
            }
        }
        chown(folder, Some(NOBODY), Some(NOBODY)).expect("the administrator may");
        let mut command = Command::new(program);
        command.args(&self.args).current_dir(folder).env_clear().uid(NOBODY).gid(NOBODY);
        command.envs(self.env.iter().map(|(name, value)| (name, value))).stdin(Stdio::null());
        command
    }

    /// Runs to the end.
    pub fn run(&self) -> Printed {
        let Output { status, stdout, stderr } = self.command().output().expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        Printed { stdout: text(stdout), stderr: text(stderr), code: status.code() }
    }
}

impl Printed {
    /// The exit code is this one.
    #[track_caller]
    pub fn code(self, expected: i32) -> Self {
        assert_eq!(self.code, Some(expected), "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Standard output is exactly this.
    #[track_caller]
    pub fn stdout(self, expected: &str) -> Self {
        assert_eq!(self.stdout, expected, "stderr:\n{}", self.stderr);
        self
    }

    /// Standard error is exactly this.
    #[track_caller]
    pub fn stderr(self, expected: &str) -> Self {
        assert_eq!(self.stderr, expected, "stdout:\n{}", self.stdout);
        self
    }

    /// Standard output has this in it.
    #[track_caller]
    pub fn stdout_has(self, part: &str) -> Self {
        assert!(
            self.stdout.contains(part),
            "{part:?} is not in stdout:\n{}\nstderr:\n{}",
            self.stdout,
            self.stderr
        );
        self
    }

    /// Standard error has this in it.
    #[track_caller]
    pub fn stderr_has(self, part: &str) -> Self {
        assert!(
            self.stderr.contains(part),
            "{part:?} is not in stderr:\n{}\nstdout:\n{}",
            self.stderr,
            self.stdout
        );
        self
    }
}
