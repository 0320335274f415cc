//! Teams: groups of people with rooms of their own, of which one, General, has all of them.

use jiff::Timestamp;

use crate::emulator::error::ApiError;
use crate::emulator::world::entities::Room;
use crate::emulator::world::store::World;
use crate::webex::wire::{Team, TeamCreate, TeamMembership, TeamMembershipCreate};
use crate::webex::{self, IdKind};

impl World {
    /// `POST /teams`: the caller moderates it and its General room.
    ///
    /// # Errors
    /// 400 without a name.
    pub fn create_team(&mut self, actor: &str, new: TeamCreate, now: Timestamp) -> Result<Team, ApiError> {
        let name = checked_name(&new.name)?;
        let id = self.fresh_id(IdKind::Team);
        let team = Team { id: id.clone(), name, description: new.description, created: Some(now.into()) };
        self.teams.insert(id.clone(), team.clone());
        self.join_team(&id, actor, true, now);
        let room = Room { team_id: Some(id.clone()), ..Room::group(&team.name, actor, now) };
        let room = self.add_room(actor, room, now);
        self.general_rooms.insert(id, room.id);
        Ok(team)
    }

    /// `GET /teams`: those that the caller is in.
    #[must_use]
    pub fn list_teams(&self, actor: &str) -> Vec<&Team> {
        let own = self.team_memberships.values().filter(|member| member.person_id == actor);
        own.filter_map(|member| self.teams.get(&member.team_id)).collect()
    }

    /// `GET /teams/{id}`.
    ///
    /// # Errors
    /// 400 for what is no id, 404 for a team that is absent or not the caller's.
    pub fn get_team(&self, actor: &str, id: &str) -> Result<&Team, ApiError> {
        let missing = || ApiError::not_found("Could not find a team with provided ID.");
        let id = self.canonical(id, IdKind::Team)?;
        let team = self.teams.get(&id).ok_or_else(missing)?;
        if self.in_team(&id, actor).is_some() { Ok(team) } else { Err(missing()) }
    }

    /// `PUT /teams/{id}`.
    ///
    /// # Errors
    /// As [`World::get_team`]; 400 without a name, 403 for who does not moderate it.
    pub fn update_team(&mut self, actor: &str, id: &str, update: TeamCreate) -> Result<Team, ApiError> {
        let mut team = self.moderated_team(actor, id)?.clone();
        team.name = checked_name(&update.name)?;
        if update.description.is_some() {
            team.description = update.description;
        }
        self.teams.insert(team.id.clone(), team.clone());
        Ok(team)
    }

    /// `DELETE /teams/{id}`: its rooms are archived.
    ///
    /// # Errors
    /// As [`World::get_team`]; 403 for who does not moderate it.
    pub fn delete_team(&mut self, actor: &str, id: &str) -> Result<(), ApiError> {
        let id = self.moderated_team(actor, id)?.id.clone();
        let of_team = |room: &&mut Room| room.team_id.as_ref() == Some(&id);
        for room in self.rooms.values_mut().filter(of_team) {
            (room.team_id, room.is_read_only) = (None, true);
        }
        self.team_memberships.retain(|_, member| member.team_id != id);
        self.general_rooms.remove(&id);
        self.teams.shift_remove(&id);
        Ok(())
    }

    /// `GET /team/memberships`.
    ///
    /// # Errors
    /// 400 without a team, 404 for one that the caller is not in.
    pub fn list_team_memberships(
        &self,
        actor: &str,
        team_id: Option<&str>,
    ) -> Result<Vec<&TeamMembership>, ApiError> {
        let missing = "Required String parameter 'teamId' is not present";
        let team = self.get_team(actor, team_id.ok_or_else(|| ApiError::bad_request(missing))?)?;
        Ok(self.team_memberships.values().filter(|member| member.team_id == team.id).collect())
    }

    /// `POST /team/memberships`: the person is in the General room from then on.
    ///
    /// # Errors
    /// 400 without a team or a person, 404 for a team that the caller is not in and for an unknown person, 403
    /// for who does not moderate the team, 409 for a member.
    pub fn add_team_member(
        &mut self,
        actor: &str,
        new: &TeamMembershipCreate,
        now: Timestamp,
    ) -> Result<TeamMembership, ApiError> {
        let team_id = new.team_id.as_deref().filter(|id| !id.is_empty());
        let team_id = team_id.ok_or_else(|| ApiError::bad_request("teamId cannot be null"))?;
        let person = self.named_person(actor, new.person_id.as_deref(), new.person_email.as_deref())?;
        let (person_id, team_id) = (person.id.clone(), self.moderated_team(actor, team_id)?.id.clone());
        if self.in_team(&team_id, &person_id).is_some() {
            return Err(ApiError::new(409, "Person is already in the team."));
        }
        let member = self.join_team(&team_id, &person_id, new.is_moderator == Some(true), now);
        if let Some(room_id) = self.general_rooms.get(&team_id).cloned()
            && !self.is_member(&room_id, &person_id)
        {
            self.join_aloud(actor, &room_id, (&person_id, false), now);
        }
        Ok(member)
    }

    /// `GET /team/memberships/{id}`.
    ///
    /// # Errors
    /// 404 where it is absent or of a team that the caller is not in.
    pub fn get_team_membership(&self, actor: &str, id: &str) -> Result<&TeamMembership, ApiError> {
        let missing = || ApiError::not_found("Could not find a team membership with provided ID.");
        let id = self.canonical(id, IdKind::TeamMembership)?;
        let member = self.team_memberships.get(&id).ok_or_else(missing)?;
        if self.in_team(&member.team_id, actor).is_some() { Ok(member) } else { Err(missing()) }
    }

    /// `PUT /team/memberships/{id}`: who moderates.
    ///
    /// # Errors
    /// As [`World::get_team_membership`]; 403 for who does not moderate the team.
    pub fn update_team_membership(
        &mut self,
        actor: &str,
        id: &str,
        is_moderator: bool,
    ) -> Result<TeamMembership, ApiError> {
        let mut member = self.get_team_membership(actor, id)?.clone();
        self.moderated_team(actor, &member.team_id)?;
        member.is_moderator = Some(is_moderator);
        self.team_memberships.insert(member.id.clone(), member.clone());
        Ok(member)
    }

    /// `DELETE /team/memberships/{id}`: leaves, or removes another, from the team and its General room.
    ///
    /// # Errors
    /// As [`World::get_team_membership`]; 403 for another's where the caller does not moderate the team.
    pub fn delete_team_membership(&mut self, actor: &str, id: &str) -> Result<(), ApiError> {
        let member = self.get_team_membership(actor, id)?.clone();
        if member.person_id != actor {
            self.moderated_team(actor, &member.team_id)?;
        }
        self.team_memberships.shift_remove(&member.id);
        if let Some(room_id) = self.general_rooms.get(&member.team_id).cloned()
            && self.is_member(&room_id, &member.person_id)
        {
            self.leave(actor, &room_id, &member.person_id)?;
        }
        Ok(())
    }

    pub(super) fn in_team(&self, team_id: &str, person_id: &str) -> Option<&TeamMembership> {
        let mut members = self.team_memberships.values();
        members.find(|member| member.team_id == team_id && member.person_id == person_id)
    }

    fn moderated_team(&self, actor: &str, id: &str) -> Result<&Team, ApiError> {
        let team = self.get_team(actor, id)?;
        match self.in_team(&team.id, actor) {
            Some(member) if member.is_moderator == Some(true) => Ok(team),
            _ => Err(ApiError::forbidden("Not a moderator of the team.")),
        }
    }

    fn join_team(
        &mut self,
        team_id: &str,
        person_id: &str,
        is_moderator: bool,
        now: Timestamp,
    ) -> TeamMembership {
        let inner = format!("{}:{}", webex::id_key(person_id), webex::id_key(team_id));
        let person = self.people.get(person_id);
        let member = TeamMembership {
            id: self.id_of(IdKind::TeamMembership, inner),
            team_id: team_id.to_owned(),
            person_id: person_id.to_owned(),
            person_email: person.map(|person| person.email.clone()).unwrap_or_default(),
            person_display_name: person.map(|person| person.display_name.clone()),
            person_org_id: person.map(|person| person.org_id.clone()),
            is_moderator: Some(is_moderator),
            created: Some(now.into()),
        };
        self.team_memberships.insert(member.id.clone(), member.clone());
        member
    }
}

fn checked_name(name: &str) -> Result<String, ApiError> {
    match name.trim() {
        "" => Err(ApiError::bad_request("name cannot be empty")),
        name => Ok(name.to_owned()),
    }
}
