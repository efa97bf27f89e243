//! The integration tests, a subject a file. They are one program, because each program is compiled and linked for itself.
//! Two are programs of their own: `golden`, which runs in wasm, too, and `one_file`, which adds to the tables of `nn`.

#![cfg(not(target_arch = "wasm32"))]

mod arbitrary;
mod catalog_extremes;
mod catalog_gradients;
mod catalog_training;
mod checkpoint;
mod doctor;
mod documented;
mod embed_names;
mod examples;
mod frozen;
mod hostile;
mod insight_attempts;
mod insight_differentiate;
mod insight_ledger;
mod insight_network_loss;
mod insight_step;
mod insight_trace;
mod learns;
mod lesson_numbers;
mod lessons;
mod literals;
mod log_file;
mod long_runs;
mod old_links;
mod published;
mod receipt;
mod reference;
mod replay_command;
mod replay_link;
mod session;
mod session_arrows;
mod session_curve;
mod session_edits;
mod session_files;
mod session_gradients;
mod session_identity;
mod session_keys;
mod session_link;
mod session_neurons;
mod session_properties;
mod session_replay;
mod session_slicing;
mod session_undo;
mod session_views;
mod session_weights;
mod sources;
mod structure;
mod table;
mod tails;
mod tour;
mod weights_from_elsewhere;
