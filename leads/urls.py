"""URLs of leads."""

from django.urls import path

from leads.capture.urls import urlpatterns as capture_urls
from leads.views import board, day, deal_list, deals, lead_actions, leads

app_name = "leads"
urlpatterns = [
    path("day/", day.day, name="day"),
    # leads
    path("leads/", leads.lead_list, name="list"),
    path("leads/new/", leads.new, name="lead_new"),
    path("leads/<int:lead_id>/", leads.lead, name="lead"),
    path("leads/<int:lead_id>/accept/", lead_actions.accept, name="lead_accept"),
    path("leads/<int:lead_id>/reject/", lead_actions.reject, name="lead_reject"),
    path("leads/<int:lead_id>/qualify/", lead_actions.qualify, name="lead_qualify"),
    path("leads/<int:lead_id>/assign/", lead_actions.assign, name="lead_assign"),
    path("leads/<int:lead_id>/edit/", lead_actions.edit, name="lead_edit"),
    path("leads/<int:lead_id>/log/", lead_actions.log, name="lead_log"),
    path("leads/<int:lead_id>/feedback/", lead_actions.say, name="lead_feedback"),
    path("lead-changes/<int:entry_id>/undo/", lead_actions.undo, name="change_undo"),
    path("tasks/<int:activity_id>/done/", lead_actions.finish, name="task_done"),
    # the board
    path("board/", board.board, name="board"),
    path("board/changes/", board.changes, name="board_changes"),
    path("board/add/", board.quick_add, name="board_add"),
    path("board/columns/<int:stage_id>/", board.column, name="board_column"),
    path("moves/<int:move_id>/undo/", board.undo, name="move_undo"),
    # deals
    path("deals/", deal_list.deal_list, name="deals"),
    path("deals/new/", deals.new, name="deal_new"),
    path("deals/<int:deal_id>/", deals.deal, name="deal"),
    path("deals/<int:deal_id>/edit/", deals.edit, name="deal_edit"),
    path("deal-edits/<int:entry_id>/undo/", deals.edit_undo, name="edit_undo"),
    path("deals/<int:deal_id>/move/", board.move, name="deal_move"),
    path("deals/<int:deal_id>/win/", deals.win, name="deal_win"),
    path("deals/<int:deal_id>/lose/", deals.lose, name="deal_lose"),
    path("deals/<int:deal_id>/reopen/", deals.reopen, name="deal_reopen"),
    # sites, forms and what visitors meet
    *capture_urls,
]
