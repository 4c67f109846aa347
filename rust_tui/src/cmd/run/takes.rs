//! The takes of the session as the history shows them: typed again, decoded again.

use super::Session;
use crate::cmd::auto_model;
use crate::cmd::dictation::Model;
use crate::config::Settings;
use crate::config::paths;
use crate::ui::keymap::Action;
use crate::ui::layers::{History, LayerUpdate, TakeRow};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use parlo_core::history::{Outcome, PastTake};
use parlo_core::take_id::TakeId;

impl Session {
    /// Opens the history, or closes it.
    pub(super) fn toggle_history(&mut self) {
        let models = installed_models();
        let rows = self.take_rows();
        self.layers.toggle(Box::new(History::new(rows, models)));
    }

    /// The takes so far, the newest first.
    fn take_rows(&mut self) -> Vec<TakeRow> {
        self.dictation.history().takes().map(row).collect()
    }

    /// Reports the open history what there is now.
    pub(super) fn update_history(&mut self) {
        if self.layers.is_open(Action::History) {
            let rows = self.take_rows();
            self.layers.update(&LayerUpdate::Takes(rows));
        }
    }

    /// Types the text of a take again; it is held and reviewed like that of a new one.
    pub(super) fn insert_take(&mut self, take: u128) {
        let past = self.dictation.history().take(TakeId(take));
        let Some(text) = past.map(|past| past.text.clone()) else { return };
        self.catch_up();
        let requests = self.dictation.insert(text);
        self.handle(requests);
    }

    /// Decodes a take again, in the background.
    pub(super) fn transcribe_take(&mut self, take: u128, model: String) {
        let settings = Settings { model, ..self.settings.clone() };
        let begun = Model::find(&settings)
            .and_then(|model| Ok(self.dictation.retranscribe(TakeId(take), &model)?));
        if let Err(error) = begun {
            self.layers.update(&LayerUpdate::Take(error.to_string()));
        }
    }
}

/// The names of the models that can be used.
fn installed_models() -> Vec<String> {
    let installed = paths::model_directory().and_then(|folder| auto_model::installed(&folder));
    installed.unwrap_or_default().into_iter().map(|model| model.name).collect()
}

fn row(past: &PastTake) -> TakeRow {
    let at = Timestamp::try_from(past.at).unwrap_or_default().to_zoned(TimeZone::system());
    let state = match &past.outcome {
        Outcome::Waiting => "waiting",
        Outcome::Typed => "typed",
        Outcome::Cancelled => "cancelled",
        Outcome::NoWords => "no words",
        Outcome::Failed(_) => "failed",
    };
    TakeRow {
        take: past.id.0,
        at: at.strftime("%H:%M:%S").to_string(),
        duration: format!("{:.1} s", past.listened.as_secs_f32()),
        state: state.to_owned(),
        text: past.text.clone(),
        has_audio: past.has_sound(),
    }
}
